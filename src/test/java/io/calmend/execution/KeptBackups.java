package io.calmend.execution;

import io.calmend.backup.Backups;
import io.calmend.host.HostState;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.RegistryView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Backups in memory, gone if the transaction is, which a test can find damaged. */
final class KeptBackups implements Backups {

    private record Kept(Backup backup, HostState state) {}

    private final Map<Long, Kept> kept = new ConcurrentSkipListMap<>();
    volatile boolean damaged;

    void forget() {
        kept.clear();
        damaged = false;
    }

    @Override
    public Backup save(ExecutionId execution, UUID host, String hostName, HostState state) {
        var id = new BackupId(execution.value());
        var backup = new Backup(id, execution, host, hostName, Instant.EPOCH, "0".repeat(64), 1, state.size());
        kept.put(id.value(), new Kept(backup, state));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status != STATUS_COMMITTED) {
                    kept.remove(id.value());
                }
            }
        });
        return backup;
    }

    @Override
    public boolean holds(BackupId backup, HostState state) {
        return !damaged && state(backup).equals(state);
    }

    @Override
    public Optional<Backup> find(BackupId backup) {
        return Optional.ofNullable(kept.get(backup.value())).map(Kept::backup);
    }

    @Override
    public List<Backup> ofHost(Actor actor, UUID host) {
        return kept.values().stream().map(Kept::backup).toList().reversed();
    }

    @Override
    public HostState state(BackupId backup) {
        return kept.get(backup.value()).state();
    }

    @Override
    public Download regFile(Actor actor, BackupId backup, RegistryView view) {
        throw new UnsupportedOperationException();
    }
}
