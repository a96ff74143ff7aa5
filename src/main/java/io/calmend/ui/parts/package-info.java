/** What the screens are made of: words, severities, small pieces of markup that every screen shares. */
@NullMarked
package io.calmend.ui.parts;

import org.jspecify.annotations.NullMarked;
