/** What all screens share: texts, severities and small pieces of markup. */
@NullMarked
package io.calmend.ui.parts;

import org.jspecify.annotations.NullMarked;
