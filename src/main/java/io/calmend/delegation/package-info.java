/** Who may run what, on which hosts, until when. */
@ApplicationModule(allowedDependencies = {"audit", "database", "directory", "health", "vocabulary"})
@NullMarked
package io.calmend.delegation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
