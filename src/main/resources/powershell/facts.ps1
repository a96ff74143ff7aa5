# What can be asked beside the facets.
function Fact($f){switch($f[0]){'serviceProcess'{ProcessOf $f[1]}}}
