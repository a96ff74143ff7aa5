# Changes, only where the host still finds what was seen, and stops at the first that cannot be made. What was owned for a
# time gets its descriptor back exactly, whatever happened, newest first; a key that was secured on the way keeps that, and
# one that was deleted gets nothing, even if it was made again.
function Change($a){$done=@();$owned=@()
 try{
  foreach($c in $a.changes){
   $r=@{};$i=$c[1];$was=$null
   try{if($c[0] -like '*Service'){Turn $c[0] $i $end}else{$at=$a.keys[$i]
    if($c[0] -eq 'takeOwnership'){$was=With $at 'ReadPermissions' {Sddl $k};$owned=,@{at=$i;before=$was}+$owned}
    Act $c[0] $at (Bare $c[2]) $c[3] $c[4] $was
    if($c[0] -eq 'secure'){$owned=@($owned|Where-Object{$_.at -ne $i})}
    if($c[0] -eq 'deleteKeys'){$owned=@($owned|Where-Object{$l=$a.keys[$_.at];(Base $l[0]).OpenSubKey($l[1],'ReadSubTree','ReadPermissions')})}}}
   catch{$r.error=Name $_.Exception}
   $done+=$r;if($r.error){break}}}
 finally{
  foreach($l in $owned){$at=$a.keys[$l.at];try{Secure $at $l.before;$l.after=With $at 'ReadPermissions' {Sddl $k}}catch{$l.error=Name $_.Exception}}}
 @{state='ENDED';done=$done;back=$owned}}
function Main($d){$a=Given $d
 Answer (Guarded $a.until {
  $now=Digests $a
  if(Differ $a $now){@{state='DIFFERS';now=$now}}else{$r=Change $a;$r.now=Digests $a;$r}})}
