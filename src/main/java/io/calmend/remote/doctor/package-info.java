/** Finds out why a host cannot be reached, layer by layer, for the screens and for the command line. */
@NullMarked
package io.calmend.remote.doctor;

import org.jspecify.annotations.NullMarked;
