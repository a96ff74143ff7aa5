/** Checks whether the settings fit the environment, and reports it at start, on the command line and on a page. */
@ApplicationModule(allowedDependencies = {"database", "vocabulary"})
@NullMarked
package io.calmend.health;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
