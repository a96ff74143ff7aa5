/** The layout around every screen: menu, search, keyboard shortcuts, account, errors. */
@NullMarked
package io.calmend.ui.shell;

import org.jspecify.annotations.NullMarked;
