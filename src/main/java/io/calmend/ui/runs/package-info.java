/** The screen of one execution, while it runs and afterwards. */
@NullMarked
package io.calmend.ui.runs;

import org.jspecify.annotations.NullMarked;
