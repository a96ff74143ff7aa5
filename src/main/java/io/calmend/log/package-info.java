/** Writes the application log so that text from a host cannot forge a line. */
@ApplicationModule(allowedDependencies = "vocabulary")
@NullMarked
package io.calmend.log;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
