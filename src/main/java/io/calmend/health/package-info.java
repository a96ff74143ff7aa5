/** Whether the settings fit the world around the portal: said at the start, by the command line and on a page. */
@ApplicationModule(allowedDependencies = {"database", "vocabulary"})
@NullMarked
package io.calmend.health;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
