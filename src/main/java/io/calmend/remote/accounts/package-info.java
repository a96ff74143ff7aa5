/** Decides which account the portal uses on which host, reads its secret, and stops it after a rejected password. */
@NullMarked
package io.calmend.remote.accounts;

import org.jspecify.annotations.NullMarked;
