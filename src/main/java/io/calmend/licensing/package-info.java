/** Decodes cached licences and works out why Remote Desktop licensing fails; plain Java. */
@ApplicationModule(allowedDependencies = {"vocabulary"})
@NullMarked
package io.calmend.licensing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
