/** The product in a real browser: production bundle, simulated network, nothing replaced. */
@NullMarked
package io.calmend.e2e;

import org.jspecify.annotations.NullMarked;
