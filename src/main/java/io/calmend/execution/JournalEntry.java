package io.calmend.execution;

import java.time.Instant;

/** One event with its place in the journal. */
record JournalEntry(int seq, Instant at, JournalEvent event) {}
