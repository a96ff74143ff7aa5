/** Starts, journals, runs, undoes and recovers executions. */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "backup",
            "cases",
            "delegation",
            "directory",
            "host",
            "operation",
            "registry",
            "remote",
            "vocabulary"
        })
@NullMarked
package io.calmend.execution;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
