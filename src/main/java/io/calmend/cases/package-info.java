/** Cases, and which computers each is about. */
@ApplicationModule(allowedDependencies = {"vocabulary"})
@NullMarked
package io.calmend.cases;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
