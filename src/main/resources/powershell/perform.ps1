# Does once what cannot be undone: only where the host is as expected, and the fact what it was planned for.
function Main($d){$a=Given $d
 Answer (Guarded $a.until {
  $now=Fact $a.fact
  if(($now -cne (Bare $a.planned)) -or (Differ $a (Digests $a))){@{state='DIFFERS';fact=$now}}
  else{
   $r=@{state='PERFORMED'};try{Perform $a.act}catch{$r.error=Name $_.Exception}
   $r.fact=Fact $a.fact;$r}})}
