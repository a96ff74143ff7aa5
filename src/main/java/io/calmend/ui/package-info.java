/** The screens of the product. */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "backup",
            "delegation",
            "diagnosis",
            "directory",
            "execution",
            "health",
            "host",
            "licensing",
            "operation",
            "registry",
            "remote",
            "signin",
            "vocabulary"
        })
@NullMarked
package io.calmend.ui;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
