/** What all ways of running a command on a host have in common; knows neither Overthere nor Kerberos. */
@NullMarked
package io.calmend.remote.transport;

import org.jspecify.annotations.NullMarked;
