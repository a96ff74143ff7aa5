/** Checks hosts through the observing half of the gateway, stores the raw answers and says what they mean. */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "cases",
            "delegation",
            "directory",
            "host",
            "licensing",
            "operation",
            "registry",
            "remote",
            "vocabulary"
        })
@NullMarked
package io.calmend.diagnosis;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
