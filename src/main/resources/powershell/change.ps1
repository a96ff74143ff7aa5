# Changes, one at a time on a host, only if it finds what was seen, only before its deadline.
function Main($d){$a=Given $d
 $new=$false;try{$m=New-Object Threading.Mutex $true,'Global\Calmend',([ref]$new)}catch{}
 if(-not $new){Answer @{state='BUSY'};return}
 try{
  $look={,@(foreach($t in $a.targets){Digest (Look (Base $t[0]) $t[1] $t[2])})}
  $now=&$look;$r=@{state='ENDED'}
  if([DateTime]::UtcNow.ToString('s') -ge (Bare $a.until)){$r.state='LATE'}elseif(($now -join ' ') -cne ($a.digests -join ' ')){$r.state='DIFFERS'}else{$r+=Change $a;$now=&$look}
  $r.now=$now;Answer $r}
 finally{$m.ReleaseMutex();$m.Close()}}
