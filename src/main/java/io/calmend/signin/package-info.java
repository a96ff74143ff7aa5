/** Sign-in with a directory account, roles from groups, and who is acting now. */
@ApplicationModule(allowedDependencies = {"audit", "directory", "health", "vocabulary"})
@NullMarked
package io.calmend.signin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
