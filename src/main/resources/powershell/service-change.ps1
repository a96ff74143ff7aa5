# Starts or stops a service and waits until it is so, at most 40 seconds; why Windows would not goes into $r.
$codes='Success,NotSupported,AccessDenied,DependentServicesRunning,InvalidServiceControl,ServiceCannotAcceptControl,ServiceNotActive,ServiceRequestTimeout,UnknownFailure,PathNotFound,ServiceAlreadyRunning,ServiceDatabaseLocked,ServiceDependencyDeleted,ServiceDependencyFailure,ServiceDisabled' -split ','
function Turn($verb,$n){
 $s=Named $n;if(-not $s){$r.error='NotFound';return}
 $method,$to=switch($verb){'startService'{'StartService','Running'}'stopService'{'StopService','Stopped'}default{throw 'unknown verb'}}
 if($s.State -ne $to){
  $c=[int](Invoke-CimMethod -InputObject $s -MethodName $method).ReturnValue
  if($c){$r.error=if($c -lt $codes.Length){$codes[$c]}else{'ReturnValue'+$c};return}
  foreach($i in 1..80){if((Named $n).State -eq $to){return};Start-Sleep -Milliseconds 500}
  $r.error='ServiceRequestTimeout'}}
