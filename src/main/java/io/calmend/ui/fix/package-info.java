/** The screens that lead from a computer's name to a check and to a plan for review. */
@NullMarked
package io.calmend.ui.fix;

import org.jspecify.annotations.NullMarked;
