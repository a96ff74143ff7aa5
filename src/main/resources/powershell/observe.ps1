# Looks. Says the host's time, what it says of itself, and whether a change is at work.
function Main($d){$a=Given $d
 $m=$null;try{$busy=[Threading.Mutex]::TryOpenExisting('Global\Calmend',[ref]$m);if($m){$m.Close()}}catch{$busy=$true}
 $r=[ordered]@{at=[DateTime]::UtcNow.ToString('o');busy=$busy;host=Facts}
 if($a.client){$r.client=Client}
 $r.facets=@(foreach($f in $a.facets){Facet $f})
 $r.facts=@(foreach($f in $a.facts){Fact $f})
 Answer $r}
