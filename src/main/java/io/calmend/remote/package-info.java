/** The one gateway to a host, in two halves: observing and changing. */
@ApplicationModule(allowedDependencies = {"audit", "directory", "health", "host", "registry", "vocabulary"})
@NullMarked
package io.calmend.remote;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
