/** Reads measures for monitoring in the background. */
@ApplicationModule(allowedDependencies = {"vocabulary"})
@NullMarked
package io.calmend.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
