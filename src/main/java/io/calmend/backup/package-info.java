/** What was there before a change: values and security, as one immutable document. */
@ApplicationModule(allowedDependencies = {"audit", "delegation", "host", "registry", "vocabulary"})
@NullMarked
package io.calmend.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
