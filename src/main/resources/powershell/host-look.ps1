# The host's own name and version: single values, never the key that holds them.
function Facts{
 $k=(Base 'Registry64').OpenSubKey('SOFTWARE\Microsoft\Windows NT\CurrentVersion','ReadSubTree','QueryValues')
 try{$os=$k.GetValue('ProductName');$build=$k.GetValue('CurrentBuildNumber')}finally{$k.Close()}
 [ordered]@{name=[Environment]::MachineName;os=[string]$os;build=[string]$build;x64=[Environment]::Is64BitOperatingSystem;culture=[Globalization.CultureInfo]::InstalledUICulture.Name}}
# Remote Desktop programs that run, out of a fixed list; and what the client wrote into its log in the last seven days.
function Client{
 $o=[ordered]@{programs=@(Get-Process mstsc,msrdc,msrdcw,RdClient.Windows,Windows365,mRemoteNG,RDCMan,RemoteDesktopManager,IapDesktop,wfica32,wfreerdp -ea Ignore|ForEach-Object ProcessName|Sort-Object -Unique);events=@()}
 $log='Microsoft-Windows-TerminalServices-RDPClient/Operational'
 try{$o.events=@(Get-WinEvent -FilterHashtable @{LogName=$log;Id=1007,1017,1026;StartTime=[DateTime]::Now.AddDays(-7)} -MaxEvents 20|ForEach-Object{$t=[string]$_.Message;[ordered]@{at=$_.TimeCreated.ToUniversalTime().ToString('o');log=$log;source=$_.ProviderName;id=$_.Id;detail=$t.Substring(0,[Math]::Min(300,$t.Length))}})}
 catch{if($_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound*'){$o.unread=($_.FullyQualifiedErrorId -split ',')[0]}}
 $o}
