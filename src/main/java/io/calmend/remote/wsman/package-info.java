/**
 * Our own WinRM client: signs in with Kerberos, seals messages on plain HTTP, and binds the sign-in to the certificate
 * on HTTPS.
 */
@NullMarked
package io.calmend.remote.wsman;

import org.jspecify.annotations.NullMarked;
