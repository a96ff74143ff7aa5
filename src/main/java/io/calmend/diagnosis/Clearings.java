package io.calmend.diagnosis;

import io.calmend.audit.AuditSearch;
import io.calmend.audit.AuditSearch.AuditEntry;
import io.calmend.audit.AuditSearch.Filter;
import io.calmend.audit.AuditSearch.Outcome;
import io.calmend.operation.Effect;
import io.calmend.operation.OperationCatalog;
import io.calmend.vocabulary.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds in the audit log when the portal last cleared a host's licences. */
@Component
class Clearings {

    /** The lifetime of a temporary licence: clearing again within it gives a second grace period. */
    private static final Duration WITHIN = Duration.ofDays(90);

    /**
     * It is unlikely that this many clearings in a row were undone; reading all runs of a host with many repairs would
     * slow each check.
     */
    private static final int ENTRIES_READ = 20;

    private static final int PAGE = 200;
    /** Ten thousand runs of one computer in 90 days. */
    private static final int MOST_PAGES = 50;

    private final List<String> clearing;
    private final AuditSearch auditLog;

    Clearings(OperationCatalog catalog, AuditSearch auditLog) {
        this.clearing = catalog.all().stream()
                .filter(operation -> operation.effects().contains(Effect.CLEARS_LICENCES))
                .map(operation -> operation.key().value())
                .toList();
        this.auditLog = auditLog;
    }

    /** Whole days since the last clearing that succeeded and was not undone; null if there was none in 90 days. */
    @Nullable
    Integer daysAgo(UUID host, Instant now) {
        var undone = new HashSet<String>();
        for (var entry : ended(host, now)) {
            var undoOf = entry.facts().get("undoOf");
            var execution = entry.execution();
            if (undoOf != null) {
                undone.add(undoOf);
            } else if (execution == null || !undone.contains(Long.toString(execution.value()))) {
                return Math.toIntExact(
                        Math.max(0, Duration.between(entry.at(), now).toDays()));
            }
        }
        return null;
    }

    /** Newest first. */
    private List<AuditEntry> ended(UUID host, Instant now) {
        // one more day, because 90 days and some hours still count as day 90
        var since = now.minus(WITHIN.plusDays(1));
        // searched for each operation separately: however many other runs there are, they must not hide a clearing
        return clearing.stream()
                .flatMap(operation -> ended(host, since, operation))
                .sorted(Comparator.comparingLong(AuditEntry::number).reversed())
                .toList();
    }

    private Stream<AuditEntry> ended(UUID host, Instant since, String operation) {
        // the search matches the word anywhere, also in a ticket number
        var filter = new Filter(operation, since, null, Outcome.DONE, "Ended", host);
        return IntStream.range(0, MOST_PAGES)
                .mapToObj(page -> auditLog.find(Actor.PORTAL, filter, page * PAGE, PAGE))
                .takeWhile(page -> !page.isEmpty())
                .flatMap(List::stream)
                .filter(entry -> operation.equals(entry.operation()))
                .limit(ENTRIES_READ);
    }
}
