/**
 * A make-believe Windows network with its directory, on loopback: for the demo and for the tests. It speaks WS-Management
 * and LDAP on the wire, so nothing of the product knows of it.
 */
@ApplicationModule(allowedDependencies = {"host", "licensing", "registry", "vocabulary"})
@NullMarked
package io.calmend.simulator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
