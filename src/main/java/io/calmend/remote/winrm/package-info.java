/** WinRM through Overthere: the only package that knows either, or PowerShell. */
@NullMarked
package io.calmend.remote.winrm;

import org.jspecify.annotations.NullMarked;
