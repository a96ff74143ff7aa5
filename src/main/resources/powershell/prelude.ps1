# First in every command. Asks for the language mode in plain ASCII, before anything touches .NET.
$ErrorActionPreference='Stop';$ProgressPreference='SilentlyContinue'
$mode=$ExecutionContext.SessionState.LanguageMode;if($mode -ne 'FullLanguage'){'CALMEND LANGUAGE '+$mode;exit 3}
# Windows PowerShell 5.1 would write a wrapped array as {value, Count}
Remove-TypeData System.Array -ea Ignore
# The one way to answer: two marks, the number of bytes, and between them Base64 of UTF-8 JSON in lines of 76 characters.
function Answer($r){$b=[Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $r -Depth 100 -Compress));'CALMEND BEGIN '+$b.Length;[Convert]::ToBase64String($b,1);'CALMEND END'}
# The one way to be asked: JSON with a tilde for each quotation mark.
function Given($d){ConvertFrom-Json $d.Replace('~',[string][char]34)}
# Text that came from people or hosts has an equals sign in front, so that PowerShell 7 takes none of it for a date.
function Bare($s){foreach($t in $s){$t.Substring(1)}}
function Name($e){while($e.InnerException){$e=$e.InnerException};$e.GetType().Name}
function Base($view){[Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine',$view)}
