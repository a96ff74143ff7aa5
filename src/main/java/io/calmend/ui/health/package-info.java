/** Whether the settings fit the world around the portal. */
@NullMarked
package io.calmend.ui.health;

import org.jspecify.annotations.NullMarked;
