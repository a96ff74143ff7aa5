/** The screens on which managers and administrators read the audit log. */
@NullMarked
package io.calmend.ui.audit;

import org.jspecify.annotations.NullMarked;
