@NullMarked
package io.calmend;

import org.jspecify.annotations.NullMarked;
