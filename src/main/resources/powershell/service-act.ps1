# Restarts a service: those that need it and run stop first, and whatever was stopped is started again, whatever happened.
function Restart($n,$needing){$stopped=@();$half=[DateTime]::UtcNow.AddSeconds(16)
 try{foreach($x in @($needing)+$n){if(-not $r.error -and (Named $x).State -eq 'Running'){$stopped=,$x+$stopped;Turn 'stopService' $x $half}}}
 catch{$r.error=Name $_.Exception}
 foreach($x in $stopped){$e=$r.error
  try{$null=Until $end $x 'Stopped','Running';Turn 'startService' $x $end}catch{$r.error=Name $_.Exception}
  if($e){$r.error=$e}}}
function Perform($act){switch($act[0]){'restartService'{Restart $act[1] $act[2]}default{throw 'unknown verb'}}}
