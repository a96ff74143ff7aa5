/** The audit log: one writer, one reader; nothing here updates or deletes. */
@ApplicationModule(allowedDependencies = {"vocabulary"})
@NullMarked
package io.calmend.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
