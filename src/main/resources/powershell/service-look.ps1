# How a service runs; where there is none of that name it has neither status nor start mode.
function Named($n){Get-CimInstance -ClassName Win32_Service -Filter ('Name='''+$n+'''')}
function Service($n){$o=[ordered]@{service=$n}
 try{$s=Named $n;$o.status=[string]$s.State;$o.mode=[string]$s.StartMode;$o.digest=Digest ('S'+(Text $n)+(Text $o.status)+(Text $o.mode))}
 catch{$o=[ordered]@{service=$n;denied=Name $_.Exception};$o.digest=Digest ('N'+(Text ('Service '+$n))+(Text $o.denied))}
 $o}
function ProcessOf($n){[string][int](Named $n).ProcessId}
