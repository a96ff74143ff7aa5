/** The audit log as managers read it. */
@NullMarked
package io.calmend.ui.audit;

import org.jspecify.annotations.NullMarked;
