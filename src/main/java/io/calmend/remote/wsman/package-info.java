/** WinRM by ourselves: Kerberos, sealed on plain HTTP or bound to the certificate over HTTPS. */
@NullMarked
package io.calmend.remote.wsman;

import org.jspecify.annotations.NullMarked;
