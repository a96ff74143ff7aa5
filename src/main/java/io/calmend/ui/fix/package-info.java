/** From a computer's name to a diagnosis to a plan that can be read. */
@NullMarked
package io.calmend.ui.fix;

import org.jspecify.annotations.NullMarked;
