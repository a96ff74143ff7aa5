/** What of a Windows computer can be observed, changed and acted on, and the one model of what a change does to it. */
@ApplicationModule(allowedDependencies = {"registry", "vocabulary"})
@NullMarked
package io.calmend.host;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
