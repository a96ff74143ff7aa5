/** Which account the portal uses on which host, where its password is, and which account is stopped. */
@NullMarked
package io.calmend.remote.accounts;

import org.jspecify.annotations.NullMarked;
