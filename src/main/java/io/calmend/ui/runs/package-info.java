/** One execution, live and afterwards. */
@NullMarked
package io.calmend.ui.runs;

import org.jspecify.annotations.NullMarked;
