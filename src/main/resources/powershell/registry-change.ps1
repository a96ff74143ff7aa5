# The verbs of the registry. A change is [verb, number of its key, what it needs]; a key is [view, path].
function With($at,$rights,$do){
 $k=(Base $at[0]).OpenSubKey($at[1],'ReadWriteSubTree',$rights)
 if(-not $k){throw [IO.FileNotFoundException]'absent'}
 try{&$do}finally{$k.Close()}}
function Part($sddl,$part){$s=New-Object Security.AccessControl.RegistrySecurity;$s.SetSecurityDescriptorSddlForm($sddl,$part);$k.SetAccessControl($s)}
function Secure($at,$sddl){With $at 'ChangePermissions,TakeOwnership,ReadPermissions' {Part $sddl 'Access';Part $sddl 'Owner,Group'}}
function Raw($kind,$d){if(3,-1 -contains $kind){,[Convert]::FromBase64String((Bare $d))}elseif($kind -eq 7){,[string[]]@(Bare $d)}else{Bare $d}}
function Act($verb,$at,$n,$kind,$d,$was){
 switch($verb){
  'deleteValue'{With $at 'SetValue' {$k.DeleteValue($n,$false)}}
  'setValue'{With $at 'SetValue' {$k.SetValue($n,(Raw $kind $d),$kind)}}
  'appendValue'{With $at 'SetValue,QueryValues' {$k.SetValue($n,[byte[]]($k.GetValue($n)+(Raw 3 $kind)),$k.GetValueKind($n))}}
  'deleteKeys'{With $at 'ReadKey,WriteKey' {foreach($x in $n){$k.DeleteSubKeyTree($x,$false)}}}
  'createKey'{(Base $at[0]).CreateSubKey($at[1]).Close()}
  'secure'{Secure $at $n}
  # until the changes have ended Administrators own the key and may do everything, in front of whatever its list says
  'takeOwnership'{With $at 'TakeOwnership' {Part 'O:BA' 'Owner'};With $at 'ChangePermissions' {Part ($was -replace 'D:[A-Z]*','$0(A;;KA;;;BA)') 'Access'}}
  default{throw 'unknown verb'}}}
