/** What Active Directory knows about people and computers; read only. */
@ApplicationModule(allowedDependencies = {"health", "vocabulary"})
@NullMarked
package io.calmend.directory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
