/** The screen that shows what is known about one computer. */
@NullMarked
package io.calmend.ui.hosts;

import org.jspecify.annotations.NullMarked;
