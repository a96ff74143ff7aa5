/** The language that repairs are written in. */
@ApplicationModule(allowedDependencies = {"host", "registry", "vocabulary"})
@NullMarked
package io.calmend.operation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
