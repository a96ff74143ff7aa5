/** The trail as managers read it. */
@NullMarked
package io.calmend.ui.trail;

import org.jspecify.annotations.NullMarked;
