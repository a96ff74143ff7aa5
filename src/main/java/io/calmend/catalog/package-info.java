/** The operations on offer, one class each. */
@ApplicationModule(allowedDependencies = {"licensing", "operation", "registry", "vocabulary"})
@NullMarked
package io.calmend.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
