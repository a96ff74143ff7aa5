/** The portal's own database: its file belongs to its owner alone, one portal works on it, and health says whether it answers. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.calmend.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
