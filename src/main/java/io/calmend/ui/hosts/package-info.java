/** All that is known of one computer. */
@NullMarked
package io.calmend.ui.hosts;

import org.jspecify.annotations.NullMarked;
