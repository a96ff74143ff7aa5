# Restarts a service: those that need it and run stop first, and whatever was stopped is started again.
function Restart($n,$needing){$stopped=@()
 foreach($x in @($needing)+$n){if(-not $r.error -and (Named $x).State -eq 'Running'){$stopped=,$x+$stopped;Turn 'stopService' $x}}
 foreach($x in $stopped){Turn 'startService' $x}}
function Perform($act){switch($act[0]){'restartService'{Restart $act[1] $act[2]}default{throw 'unknown verb'}}}
