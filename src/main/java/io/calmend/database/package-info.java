/** The portal's own database: protects its file, makes sure that only one portal uses it, and reports its health. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.calmend.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
