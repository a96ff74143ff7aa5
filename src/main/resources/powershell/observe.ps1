# Looks. Says the host's time, what it says of itself, and whether a change is at work.
function Main($d){$a=Given $d
 $m=$null;try{$busy=[Threading.Mutex]::TryOpenExisting('Global\Calmend',[ref]$m);if($m){$m.Close()}}catch{$busy=$true}
 $r=[ordered]@{at=[DateTime]::UtcNow.ToString('o');busy=$busy;host=Facts}
 if($a.client){$r.client=Client}
 $r.trees=@(foreach($t in $a.targets){$o=Look (Base $t[0]) $t[1] $t[2];[ordered]@{view=$t[0];tree=$o;digest=Digest $o}})
 Answer $r}
