/** The words that every module speaks; plain Java. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.calmend.vocabulary;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
