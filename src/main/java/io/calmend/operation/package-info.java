/** The language that repairs are written in, and the keys they may ever touch. */
@ApplicationModule(allowedDependencies = {"vocabulary"})
@NullMarked
package io.calmend.operation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
