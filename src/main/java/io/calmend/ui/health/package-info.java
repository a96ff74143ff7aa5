/** The screen that shows whether the settings fit the environment. */
@NullMarked
package io.calmend.ui.health;

import org.jspecify.annotations.NullMarked;
