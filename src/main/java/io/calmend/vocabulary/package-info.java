/** Types that every module uses, such as names, ids and reasons; plain Java. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.calmend.vocabulary;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
