/** Windows' registry as this product reads and changes it: keys, values, descriptors, changes, and the keys it may ever touch. */
@ApplicationModule(allowedDependencies = {"vocabulary"})
@NullMarked
package io.calmend.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
