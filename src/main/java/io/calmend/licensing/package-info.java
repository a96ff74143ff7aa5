/** What Remote Desktop licensing states mean; plain Java. */
@ApplicationModule(allowedDependencies = {"vocabulary"})
@NullMarked
package io.calmend.licensing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
