/** Runs commands over WinRM through the library Overthere; no other package imports it. */
@NullMarked
package io.calmend.remote.overthere;

import org.jspecify.annotations.NullMarked;
