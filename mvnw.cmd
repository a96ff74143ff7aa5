@echo off
rem Runs Maven for this project, from any directory: mvnw -Pdemo, mvnw verify. As mvnw does elsewhere: it looks for a JDK
rem that is new enough and for a Maven, and fetches Maven where there is none.
setlocal
set "JAVA_NEEDED=25"
set "HERE=%~dp0"
set "FOUND="

if defined JAVA_HOME call :consider "%JAVA_HOME%"
if defined FOUND goto java_found
for %%j in (javac.exe) do if not "%%~$PATH:j"=="" call :consider_bin "%%~dp$PATH:j"
if defined FOUND goto java_found
for %%p in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks" "%LOCALAPPDATA%\Programs\Eclipse Adoptium") do call :search "%%~p"
if defined FOUND goto java_found
echo mvnw: no JDK %JAVA_NEEDED% or newer was found. Install one, or name it in JAVA_HOME. 1>&2
exit /b 1

:java_found
set "JAVA_HOME=%FOUND%"
cd /d "%HERE%"

set "MAVEN="
for %%m in (mvn.cmd) do if not "%%~$PATH:m"=="" set "MAVEN=%%~$PATH:m"
if not defined MAVEN goto fetch
for /f "tokens=3,4,5 delims=. " %%a in ('call "%MAVEN%" -v 2^>nul') do (
  if "%%a"=="3" if %%b GTR 8 goto run
  if "%%a"=="3" if %%b EQU 8 if %%c GEQ 6 goto run
  goto fetch
)

:fetch
set "MAVEN="
for /f "usebackq delims=" %%h in (`call "%JAVA_HOME%\bin\java.exe" "%HERE%.mvn\wrapper\FetchMaven.java"`) do set "MAVEN=%%h\bin\mvn.cmd"
if not defined MAVEN exit /b 1

:run
call "%MAVEN%" %*
exit /b %ERRORLEVEL%

rem considers each folder in folder %1
:search
if defined FOUND exit /b 0
if not exist "%~1\" exit /b 0
pushd "%~1"
for /d %%d in (*) do call :consider "%~1\%%~d"
popd
exit /b 0

rem takes the JDK in folder %1 if none was taken yet and it is new enough; reads its release file and starts nothing
:consider
if defined FOUND exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "usebackq tokens=1,2 delims==" %%a in ("%~1\release") do if "%%a"=="JAVA_VERSION" call :consider_version "%~1" %%b
exit /b 0

:consider_version
for /f "tokens=1 delims=." %%v in ("%~2") do if %%v GEQ %JAVA_NEEDED% set "FOUND=%~1"
exit /b 0

:consider_bin
for %%b in ("%~1..") do call :consider "%%~fb"
exit /b 0
