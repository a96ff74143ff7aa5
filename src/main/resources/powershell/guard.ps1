# One change or action at a time on a host, and none after its deadline.
function Guarded($until,$do){
 $new=$false;try{$m=New-Object Threading.Mutex $true,'Global\Calmend',([ref]$new)}catch{}
 if(-not $new){return @{state='BUSY'}}
 try{if([DateTime]::UtcNow.ToString('s') -ge (Bare $until)){@{state='LATE'}}else{&$do}}
 finally{$m.ReleaseMutex();$m.Close()}}
