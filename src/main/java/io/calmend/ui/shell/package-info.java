/** The frame around every screen: menu, search, keys, account, errors. */
@NullMarked
package io.calmend.ui.shell;

import org.jspecify.annotations.NullMarked;
