/** Who carries a request to a host: the account, the transport, the turn at the host. */
@NullMarked
package io.calmend.remote.gateway;

import org.jspecify.annotations.NullMarked;
