package io.calmend.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.audit.AuditSearch;
import io.calmend.backup.Backups.Backup;
import io.calmend.backup.Backups.Download;
import io.calmend.database.DatabaseTest;
import io.calmend.database.OnH2;
import io.calmend.database.OnPostgres;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.GivenDelegations;
import io.calmend.directory.ManagedHost;
import io.calmend.host.FacetState;
import io.calmend.host.HostState;
import io.calmend.host.ServiceStatus;
import io.calmend.host.StartMode;
import io.calmend.host.StateSize;
import io.calmend.host.WindowsService;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryState;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.SampleStates;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.RegistryView;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@DatabaseTest
@Import({BackupStore.class, BackupStoreTest.Rules.class})
abstract class BackupStoreTest {

    private static final Actor ALICE = new Actor("S-1-5-21-1-2-3-1001", "alice", "Alice Ames");
    private static final Actor BOB = new Actor("S-1-5-21-1-2-3-1002", "bob", "Bob Burns");

    static final UUID HOST = UUID.randomUUID();

    @Autowired
    Backups backups;

    @Autowired
    AuditLog auditLog;

    @Autowired
    JdbcClient database;

    private long executions = 7;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    AuditSearch search;

    /** Alice sees everything, Bob nothing. */
    @ComponentScan("io.calmend.audit")
    static class Rules {
        @Bean
        Delegations delegations() {
            return new GivenDelegations() {
                @Override
                public Decision decide(Actor actor, OperationKey operation, ManagedHost host) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Set<UUID> visible(Actor actor, Collection<UUID> hosts) {
                    return actor.equals(ALICE) ? Set.copyOf(hosts) : Set.of();
                }
            };
        }
    }

    private String file(Backup backup, RegistryView view) {
        var download = backups.regFile(ALICE, backup.id(), view);
        assertThat(download).isInstanceOf(Download.File.class);
        return new String(((Download.File) download).bytes(), StandardCharsets.UTF_16LE);
    }

    @Test
    void whoMayNotSeeTheHostGetsNoneOfItsBackupsAndEachAnswerIsInTheAuditLog() {
        var backup = saveAndCheck(SampleStates.client().trees());

        assertThat(backups.ofHost(BOB, HOST)).isEmpty();
        assertThat(backups.regFile(BOB, backup.id(), RegistryView.REGISTRY64))
                .isEqualTo(new Download.Refused(FailureReason.NOT_PERMITTED));
        assertThat(backups.regFile(ALICE, new BackupId(4711), RegistryView.REGISTRY64))
                .isEqualTo(new Download.Refused(FailureReason.BACKUP_UNKNOWN));
        assertThat(file(backup, RegistryView.REGISTRY64)).isNotEmpty();
        assertThat(search.find(Actor.PORTAL, AuditSearch.Filter.ALL, 0, 10))
                .extracting(AuditSearch.AuditEntry::kind)
                .containsExactly("Downloaded", "Refused", "Refused", "Refused", "BackupSaved");
    }

    @Test
    void savedStatesComeBackAsTheyWere() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            var trees = SampleStates.bothViews(SampleStates.randomTree(random), SampleStates.randomTree(random))
                    .trees();
            var backup = saveAndCheck(trees);
            var back = backups.state(backup.id()).trees();
            assertThat(back)
                    .extracting(ObservedTree::target)
                    .isEqualTo(trees.stream().map(ObservedTree::target).toList());
            assertThat(back)
                    .extracting(ObservedTree::digest)
                    .isEqualTo(trees.stream().map(ObservedTree::digest).toList());
            assertThat(new RegistryState(trees).differencesTo(new RegistryState(back)))
                    .isEmpty();
        }
    }

    @Test
    void servicesComeBackAsTheyWereAndTheLogSpeaksOfNoKeys() {
        var state = new HostState(List.of(
                new FacetState.ServiceRun(WindowsService.REMOTE_DESKTOP, ServiceStatus.RUNNING, StartMode.MANUAL),
                new FacetState.ServiceRun(WindowsService.LICENSING, ServiceStatus.NOT_INSTALLED, StartMode.NONE)));
        var backup = saveAndCheck(state);
        assertThat(backups.state(backup.id())).isEqualTo(state);
        assertThat(backups.find(backup.id()).orElseThrow().size()).isEqualTo(new StateSize(0, 0, 1));
        assertThat(search.find(Actor.PORTAL, AuditSearch.Filter.ALL, 0, 1)
                        .getFirst()
                        .facts())
                .containsEntry("services", "1")
                .doesNotContainKeys("keys", "values");
    }

    /** A backup is bound to the place, however it is listed, but not to a service that runs by now. */
    @Test
    void serviceThatIsNotAsItWasSavedIsNoticed() {
        var saved = new HostState(List.of(
                new FacetState.ServiceRun(WindowsService.REMOTE_DESKTOP, ServiceStatus.STOPPED, StartMode.MANUAL)));
        var other = new HostState(List.of(
                new FacetState.ServiceRun(WindowsService.REMOTE_DESKTOP, ServiceStatus.RUNNING, StartMode.MANUAL)));
        var backup = saveAndCheck(saved);
        assertThat(new TransactionTemplate(transactions).<Boolean>execute(_ -> backups.holds(backup.id(), other)))
                .isFalse();
    }

    @Test
    void stateThatIsNotSettledIsNotSaved() {
        var pending = new HostState(List.of(new FacetState.ServiceRun(
                WindowsService.REMOTE_DESKTOP, ServiceStatus.STOP_PENDING, StartMode.MANUAL)));
        assertThatIllegalArgumentException().isThrownBy(() -> saveAndCheck(pending));
    }

    @Test
    void backupSaysWhatItHolds() {
        var backup = saveAndCheck(SampleStates.client().trees());
        assertThat(backup.size()).isEqualTo(new StateSize(5, 5, 0));
        assertThat(backup.execution()).isEqualTo(new ExecutionId(7));
        assertThat(backup.hostName()).isEqualTo("pc-0421.corp.example");
        assertThat(backup.sha256()).matches("[0-9a-f]{64}");
        assertThat(backups.find(backup.id())).contains(backup);
        assertThat(backups.find(new BackupId(1))).isEmpty();
    }

    @Test
    void sameStatesGiveTheSameDocumentInWhateverOrderTheyWereObserved() {
        var a = RegistryValue.text("a", "1");
        var b = RegistryValue.text("B", "2");
        var one = SampleStates.state(SampleStates.key(MsLicensing.ROOT, a, b)).trees();
        var other = SampleStates.state(SampleStates.key(MsLicensing.ROOT, b, a)).trees();
        var backup = saveAndCheck(one);
        assertThat(saveAndCheck(other).sha256()).isEqualTo(backup.sha256());
        assertThat(holds(backup.id(), other)).isTrue();
    }

    @Test
    void documentIsInItsOneCanonicalForm() {
        var backup = saveAndCheck(SampleStates.state(SampleStates.key(
                        MsLicensing.ROOT, RegistryValue.of("é", RegistryContent.NONE, List.of("AQ=="))))
                .trees());
        var document = database.sql("select document from backup where id = :id")
                .param("id", backup.id().value())
                .query((row, _) -> row.getBytes(1))
                .single();
        assertThat(new String(document, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"format\":2,\"services\":[],\"trees\":[{\"depth\":6,\"path\":\"SOFTWARE\\\\Microsoft\\\\MSLicensing\",\"tree\":"
                                + "{\"keys\":[],\"path\":\"SOFTWARE\\\\Microsoft\\\\MSLicensing\",\"sddl\":\""
                                + SampleStates.RIGHTS
                                + "\",\"values\":[{\"data\":[\"AQ==\"],\"kind\":-1,\"name\":\"é\"}]},\"view\":\"Registry64\"}]}");
        assertThat(document).hasSize(backup.bytes());
    }

    @Test
    void otherStatesAreNotHeld() {
        var backup = saveAndCheck(SampleStates.client().trees());
        assertThat(holds(backup.id(), SampleStates.client().trees().reversed())).isFalse();
        assertThat(holds(
                        backup.id(),
                        SampleStates.client()
                                .apply(List.of(new RegistryChange.Secure(
                                        RegistryView.REGISTRY64, MsLicensing.STORE, SampleStates.OTHER_RIGHTS)))
                                .trees()))
                .isFalse();
        assertThat(holds(new BackupId(1), SampleStates.client().trees())).isFalse();
    }

    @Test
    void halfABackupIsNotSaved() {
        var broken = SampleStates.bothViews(
                        new KeyState.Unreadable(MsLicensing.ROOT, "SecurityException"),
                        new KeyState.Absent(MsLicensing.ROOT))
                .trees();
        assertThatIllegalArgumentException().isThrownBy(() -> saveAndCheck(broken));
        assertThat(backups.ofHost(ALICE, HOST)).isEmpty();
    }

    @Test
    void backupIsSavedOnlyInTheTransactionOfTheIntent() {
        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() -> backups.save(
                        new ExecutionId(1),
                        HOST,
                        "pc",
                        HostState.of(SampleStates.client().trees())));
    }

    @Test
    void damagedDocumentIsNotedAndNotUsed() {
        var backup = saveAndCheck(SampleStates.client().trees());
        damage(backup.id());
        assertThat(holds(backup.id(), SampleStates.client().trees())).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> backups.state(backup.id()));
        assertThat(backups.regFile(ALICE, backup.id(), RegistryView.REGISTRY64))
                .isEqualTo(new Download.Refused(FailureReason.BACKUP_ALTERED));
    }

    /** As somebody with rights on the database could, who knows how hashes are made. */
    private String forge(BackupId backup) {
        allowUpdates();
        var document = database.sql("select document from backup where id = :id")
                .param("id", backup.value())
                .query((row, _) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
                .single()
                .replace(SampleStates.RIGHTS, "O:BAG:SYD:PAI(A;CI;KA;;;WD)")
                .getBytes(StandardCharsets.UTF_8);
        var sha256 = BackupDocument.sha256(document);
        database.sql("update backup set document = :document, sha256 = :sha256 where id = :id")
                .param("document", document)
                .param("sha256", sha256)
                .param("id", backup.value())
                .update();
        return sha256;
    }

    @Test
    void backupThatWasForgedWithItsHashIsNotUsed() {
        var backup = saveAndCheck(SampleStates.client().trees());
        forge(backup.id());
        assertThatIllegalStateException().isThrownBy(() -> backups.state(backup.id()));
        assertThat(backups.regFile(ALICE, backup.id(), RegistryView.REGISTRY64))
                .isEqualTo(new Download.Refused(FailureReason.BACKUP_ALTERED));
    }

    @Test
    void entryOfTheLogThatWasForgedTooIsNotBelieved() {
        var backup = saveAndCheck(SampleStates.client().trees());
        saveAndCheck(SampleStates.client().trees());
        var sha256 = forge(backup.id());
        var entry = database.sql("select document from audit_entry where number = 1")
                .query((row, _) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
                .single()
                .replace(backup.sha256(), sha256)
                .getBytes(StandardCharsets.UTF_8);
        database.sql("update audit_entry set document = :document where number = 1")
                .param("document", entry)
                .update();
        assertThatIllegalStateException().isThrownBy(() -> backups.state(backup.id()));
        // and with a hash of its own, which the next entry does not name
        database.sql("update audit_entry set hash = :hash where number = 1")
                .param("hash", BackupDocument.sha256(entry))
                .update();
        assertThatIllegalStateException().isThrownBy(() -> backups.state(backup.id()));
    }

    @Test
    void backupIsNotBelievedOfAnotherComputerOrRun() {
        for (var column : List.of("host_id = '" + UUID.randomUUID() + "'", "execution_id = 4711")) {
            var backup = saveAndCheck(SampleStates.client().trees());
            allowUpdates();
            database.sql("update backup set " + column + " where id = :id")
                    .param("id", backup.id().value())
                    .update();
            assertThatIllegalStateException().isThrownBy(() -> backups.state(backup.id()));
        }
    }

    @Test
    void checkReadsTheTableAndNotWhatTheTransactionRemembers() {
        var trees = SampleStates.client().trees();
        assertThat(new TransactionTemplate(transactions).<Boolean>execute(status -> {
                    var backup = backups.save(new ExecutionId(1), HOST, "pc", HostState.of(trees));
                    damage(backup.id());
                    return backups.holds(backup.id(), HostState.of(trees));
                }))
                .isFalse();
    }

    @Test
    void backupsOfAHostComeNewestFirst() {
        var first = saveAndCheck(SampleStates.client().trees());
        var second = saveAndCheck(SampleStates.client().trees());
        assertThat(backups.ofHost(ALICE, HOST)).containsExactly(second, first);
        assertThat(backups.ofHost(ALICE, UUID.randomUUID())).isEmpty();
    }

    @Test
    void licencesOfManyThousandBytesComeBackWhole() {
        var bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        var backup = saveAndCheck(
                SampleStates.state(SampleStates.key(MsLicensing.ROOT, RegistryValue.binary("ClientLicense", bytes)))
                        .trees());
        var root =
                (KeyState.Present) backups.state(backup.id()).trees().getFirst().tree();
        assertThat(root.values()).containsExactly(RegistryValue.binary("ClientLicense", bytes));
    }

    @Test
    void regFileIsOfOneView() {
        var backup = saveAndCheck(SampleStates.client().trees());
        assertThat(file(backup, RegistryView.REGISTRY64))
                .contains("[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE001]");
        assertThat(file(backup, RegistryView.REGISTRY32))
                .contains("/reg:32", "; did not exist")
                .doesNotContain("[");
    }

    Backups.Backup saveAndCheck(List<ObservedTree> trees) {
        return saveAndCheck(HostState.of(trees));
    }

    Backups.Backup saveAndCheck(HostState state) {
        return new TransactionTemplate(transactions).execute(status -> {
            var execution = new ExecutionId(executions++);
            var backup = backups.save(execution, HOST, "pc-0421.corp.example", state);
            assertThat(backups.holds(backup.id(), state)).isTrue();
            auditLog.record(new AuditEvent.BackupSaved(
                    Actor.PORTAL,
                    new AuditEvent.Host(HOST, "pc-0421.corp.example"),
                    execution,
                    backup.id(),
                    backup.sha256(),
                    backup.size().keys(),
                    backup.size().values(),
                    backup.size().services()));
            return backup;
        });
    }

    private boolean holds(BackupId backup, List<ObservedTree> trees) {
        return new TransactionTemplate(transactions).execute(status -> backups.holds(backup, HostState.of(trees)));
    }

    /** As somebody with rights on the database could. */
    private void damage(BackupId backup) {
        allowUpdates();
        database.sql("update backup set document = :document where id = :id")
                .param("document", "{}".getBytes(StandardCharsets.UTF_8))
                .param("id", backup.value())
                .update();
    }

    abstract void allowUpdates();
}

@OnH2
class BackupStoreOnH2Test extends BackupStoreTest {

    @Override
    void allowUpdates() {}
}

@OnPostgres
class BackupStoreOnPostgresTest extends BackupStoreTest {

    @Override
    void allowUpdates() {
        database.sql("grant update on backup to current_user").update();
        database.sql("grant update on audit_entry to current_user").update();
    }

    @Test
    void thePortalItselfMayNotChangeABackup() {
        saveAndCheck(SampleStates.client().trees());
        for (var sql : List.of("update backup set sha256 = ''", "delete from backup", "truncate backup")) {
            assertThatExceptionOfType(DataAccessException.class)
                    .as(sql)
                    .isThrownBy(() -> database.sql(sql).update())
                    .withStackTraceContaining("permission denied");
        }
    }
}
