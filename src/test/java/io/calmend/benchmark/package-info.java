/** What the portal costs, beside the same commands without it; run by hand, never as a test ({@code src/docs/performance.md}). */
package io.calmend.benchmark;
