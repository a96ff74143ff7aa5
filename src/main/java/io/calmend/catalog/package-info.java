/** The operations on offer, one class each. */
@ApplicationModule(allowedDependencies = {"host", "operation", "registry", "vocabulary"})
@NullMarked
package io.calmend.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
