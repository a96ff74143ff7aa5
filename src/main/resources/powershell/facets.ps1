# What can be looked at: each facet with its digest, which is over a canonical text.
function Text($s){$s=[string]$s;[string]$s.Length+':'+$s}
function Digest($text){[Convert]::ToBase64String([Security.Cryptography.SHA256]::Create().ComputeHash([Text.Encoding]::UTF8.GetBytes($text)))}
function Facet($f){switch($f[0]){'registry'{$o=Look (Base $f[1]) $f[2] $f[3];@{view=$f[1];tree=$o;digest=Digest (Canon $o)}}'service'{Service $f[1]}}}
