# One change or action at a time on a host, none after its deadline, and none where the host is not as expected.
function Guarded($until,$do){
 $new=$false;try{$m=New-Object Threading.Mutex $true,'Global\Calmend',([ref]$new)}catch{}
 if(-not $new){return @{state='BUSY'}}
 try{if([DateTime]::UtcNow.ToString('s') -ge (Bare $until)){@{state='LATE'}}else{&$do}}
 finally{$m.ReleaseMutex();$m.Close()}}
function Digests($a){,@(foreach($f in $a.facets){(Facet $f).digest})}
function Differ($a,$now){($now -join ' ') -cne ($a.digests -join ' ')}
