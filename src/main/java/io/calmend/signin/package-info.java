/** Signs people in with their directory accounts, gives them roles by their groups, and says who is acting now. */
@ApplicationModule(allowedDependencies = {"audit", "directory", "health", "vocabulary"})
@NullMarked
package io.calmend.signin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
