/** The commands that run on hosts and what they answer: the only package that knows PowerShell. */
@NullMarked
package io.calmend.remote.script;

import org.jspecify.annotations.NullMarked;
