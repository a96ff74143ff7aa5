/**
 * What all transports share: the command, its outcome, connections and the explanation of failures; does not use
 * Overthere.
 */
@NullMarked
package io.calmend.remote.transport;

import org.jspecify.annotations.NullMarked;
