# Starts or stops a service and waits until it is so; why it is not goes into $r. All of one command together takes less time
# than the portal waits for it, so that nothing is broken off half-way.
$end=[DateTime]::UtcNow.AddSeconds(32)
$codes='Success,NotSupported,AccessDenied,DependentServicesRunning,InvalidServiceControl,ServiceCannotAcceptControl,ServiceNotActive,ServiceRequestTimeout,UnknownFailure,PathNotFound,ServiceAlreadyRunning,ServiceDatabaseLocked,ServiceDependencyDeleted,ServiceDependencyFailure,ServiceDisabled' -split ','
function Until($end,$n,$states){while([DateTime]::UtcNow -lt $end){try{if($states -contains (Named $n).State){return $true}}catch{};Start-Sleep -Milliseconds 500};$false}
function Turn($verb,$n,$end){
 $s=Named $n;if(-not $s){$r.error='NotFound';return}
 $method,$to,$pending=switch($verb){'startService'{'StartService','Running','Start Pending'}'stopService'{'StopService','Stopped','Stop Pending'}default{throw 'unknown verb'}}
 if($s.State -eq $to){return}
 if($s.State -ne $pending){
  $c=[int](Invoke-CimMethod -InputObject $s -MethodName $method).ReturnValue
  if($c){$r.error=if($c -lt $codes.Length){$codes[$c]}else{'ReturnValue'+$c};return}}
 if(-not (Until $end $n $to)){$r.error='ServiceRequestTimeout'}}
