/** How the application log is written: no text of a host writes a line of its own. */
@ApplicationModule(allowedDependencies = "vocabulary")
@NullMarked
package io.calmend.log;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
