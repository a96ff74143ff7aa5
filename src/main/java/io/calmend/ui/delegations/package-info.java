/** Who may do what, and why. */
@NullMarked
package io.calmend.ui.delegations;

import org.jspecify.annotations.NullMarked;
