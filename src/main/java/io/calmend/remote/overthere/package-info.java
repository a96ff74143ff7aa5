/** WinRM through Overthere: the only package that knows it. */
@NullMarked
package io.calmend.remote.overthere;

import org.jspecify.annotations.NullMarked;
