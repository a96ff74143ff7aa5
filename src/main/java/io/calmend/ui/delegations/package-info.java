/** The screen for permissions: who may do what and why, and the switch that stops all changes. */
@NullMarked
package io.calmend.ui.delegations;

import org.jspecify.annotations.NullMarked;
