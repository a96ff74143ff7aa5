# A tree of keys: values with kinds, SDDL, what was refused; and its digest over a canonical text.
# A value that .NET could not write again as it was has no data here: it is lost.
$sec='Owner,Group,Access'
function Sddl($k){$k.GetAccessControl($sec).GetSecurityDescriptorSddlForm($sec)}
function Look($base,$path,$depth){$k=$null;$o=[ordered]@{path=$path}
 try{$k=$base.OpenSubKey($path,'ReadSubTree','ReadKey')
  if($k){
   $o.sddl=$null;try{$o.sddl=Sddl $k}catch{}
   $o.values=@(foreach($n in $k.GetValueNames()){
    $kind=[int]$k.GetValueKind($n);$v=$k.GetValue($n,$null,'DoNotExpandEnvironmentNames')
    $d=switch($kind){1{$v}2{$v}{3,-1 -contains $_}{[Convert]::ToBase64String($v)}4{if($v -is [int]){[string]($v -band 4294967295)}}7{,@($v)}11{if($v -is [long]){[string][BitConverter]::ToUInt64([BitConverter]::GetBytes($v),0)}}}
    if($null -eq $d){$d=$null}
    [ordered]@{name=$n;kind=$kind;data=$d}})
   if($depth){$o.keys=@(foreach($n in $k.GetSubKeyNames()){Look $base ($path+'\'+$n) ($depth-1)})}else{$o.deeper=$k.SubKeyCount}
  }else{$o.absent=$true}}
 catch{$o=[ordered]@{path=$path;denied=Name $_.Exception}}
 finally{if($k){$k.Close()}}
 $o}
function Sorted($l,$by){$s=New-Object 'Collections.Generic.SortedDictionary[string,object]' ([StringComparer]::Ordinal);foreach($x in $l){$s[$x.$by]=$x};$s.Values}
function Canon($o){
 if(-not $o.Contains('values')){return 'N'+(Text $o.path)+(Text $o.denied)}
 $t='K'+(Text $o.path)+(Text $o.sddl)
 foreach($v in Sorted $o.values 'name'){$t+='V'+(Text $v.name)+(Text $v.kind);foreach($d in @($v.data)){$t+=Text $d}}
 if($o.Contains('keys')){foreach($k in Sorted $o.keys 'path'){$t+=Canon $k}}
 $t}
