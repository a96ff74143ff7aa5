package io.calmend.licensing;

import static io.calmend.licensing.Licences.HARDWARE;
import static io.calmend.licensing.Licences.MACHINE;
import static io.calmend.licensing.Licences.NOW;
import static io.calmend.licensing.Licences.absent;
import static io.calmend.licensing.Licences.client;
import static io.calmend.licensing.Licences.dueForRenewal;
import static io.calmend.licensing.Licences.expiredPermanent;
import static io.calmend.licensing.Licences.expiredTemporary;
import static io.calmend.licensing.Licences.holding;
import static io.calmend.licensing.Licences.issuedBy;
import static io.calmend.licensing.Licences.licence;
import static io.calmend.licensing.Licences.ofOtherMachine;
import static io.calmend.licensing.Licences.unreadable;
import static io.calmend.licensing.Licences.validPermanent;
import static io.calmend.licensing.Licences.validTemporary;
import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.licensing.ClientStore.CachedLicence;
import io.calmend.licensing.ClientStore.View;
import io.calmend.licensing.FaultReport.CodeField;
import io.calmend.licensing.FaultReport.Others;
import io.calmend.licensing.FaultReport.Platform;
import io.calmend.licensing.FaultReport.Program;
import io.calmend.licensing.FaultReport.RecentChange;
import io.calmend.licensing.Finding.Evidence;
import io.calmend.licensing.Finding.Likelihood;
import io.calmend.licensing.LicenceDecoding.Decoded;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientRulesTest {

    private static List<Finding> judge(ClientStore store) {
        return ClientRules.judge(store, NOW);
    }

    private static Finding first(ClientStore store) {
        return judge(store).getFirst();
    }

    private static List<String> repairs(List<Finding> findings) {
        return findings.stream()
                .map(Finding::repair)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .toList();
    }

    // ---- one thing wrong

    @Test
    void aSoundLicenceNeedsNoRepair() {
        var findings = judge(client(holding(validPermanent()), absent()));

        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().cause()).isEqualTo("other.harmless");
        assertThat(findings.getFirst().variant()).isEqualTo("healthy");
        assertThat(findings.getFirst().repair()).isNull();
        assertThat(findings.getFirst().evidence()).isNotEmpty().allMatch(Evidence::sound);
    }

    /** Whether it lets people in depends on what is not read: mode, grace period, licence servers. */
    @Test
    void nothingWrongInTheCacheOfAServerIsNotCalledHealthy() {
        for (var view : List.of(absent(), holding(validPermanent()))) {
            var findings = judge(new ClientStore(
                    true,
                    "Windows Server 2022 Standard 20348",
                    null,
                    null,
                    view,
                    absent(),
                    null,
                    List.of(),
                    List.of()));

            assertThat(findings).noneMatch(finding -> finding.cause().equals("other.harmless"));
            assertThat(findings.getFirst().code()).isEqualTo("open.server");
            assertThat(findings.getFirst().askFirst()).contains("session_host.mode", "session_host.grace");
        }
    }

    @Test
    void aLicenceIsOnlyValidWhereNothingSpeaksAgainstIt() {
        var valid = holding(validPermanent());
        assertThat(state(valid, null)).isEqualTo(LicenceState.VALID);
        assertThat(state(valid, "SOMEBODY-ELSE")).isEqualTo(LicenceState.OF_ANOTHER_COMPUTER);
        assertThat(state(holding(expiredTemporary()), null)).isEqualTo(LicenceState.EXPIRED);
        var withoutId = new View(true, null, null, valid.licences(), List.of(), Set.of());
        assertThat(state(withoutId, null)).isEqualTo(LicenceState.WITHOUT_HARDWARE_ID);
    }

    private static LicenceState state(View view, String machine) {
        var store = new ClientStore(true, null, machine, null, view, null, null, List.of(), List.of());
        return LicenceState.of(view.licences().getFirst(), view, store, NOW);
    }

    @Test
    void anExpiredTemporaryLicenceIsClearedOnlyWithTheQuestionsThatItHides() {
        var first = first(client(holding(expiredTemporary()), absent()));

        assertThat(first.cause()).isEqualTo("client.licence-expired");
        assertThat(first.variant()).isEqualTo("temporary");
        assertThat(first.likelihood()).isEqualTo(Likelihood.VERY_LIKELY);
        assertThat(first.repair()).isEqualTo(Lead.CLEAR_LICENCES);
        assertThat(first.askFirst()).contains("session_host.mode", "licence_server.packs", "licence_server.activated");
        assertThat(first.recommendsWithoutReserve()).isFalse();
        assertThat(first.evidence())
                .contains(new Evidence(
                        false,
                        "temporary licence, valid until 22 May 2026, 08:00 UTC",
                        "64-bit view, HKLM\\SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000"));
        assertThat(first.facts()).containsEntry("until", "2026-05-22T08:00:00Z").containsEntry("issuer", "RDLIC01");
    }

    @Test
    void clearingAgainWithinNinetyDaysIsCalledWhatItIs() {
        var store = client(holding(expiredTemporary()), absent(), 90);

        var findings = judge(store);

        assertThat(repairs(findings)).isEmpty();
        assertThat(findings.getFirst().variant()).isEqualTo("temporary-again");
        assertThat(findings.getFirst().facts()).containsEntry("cleared", "2026-03-03T08:00:00Z");
    }

    @Test
    void aClearingLongAgoDoesNotCount() {
        assertThat(first(client(holding(expiredTemporary()), absent(), 91)).repair())
                .isEqualTo(Lead.CLEAR_LICENCES);
    }

    @Test
    void aDamagedLicenceIsClearedWithoutReserve() {
        var first = first(client(holding(List.of(unreadable())), absent()));

        assertThat(first.cause()).isEqualTo("client.store-damaged");
        assertThat(first.likelihood()).isEqualTo(Likelihood.VERY_LIKELY);
        assertThat(first.repair()).isEqualTo(Lead.CLEAR_LICENCES);
        assertThat(first.recommendsWithoutReserve()).isTrue();
    }

    @Test
    void aDamagedLicenceThatComesBackIsClearedWithReserve() {
        var first = first(client(holding(List.of(unreadable())), absent(), 10));

        assertThat(first.variant()).isEqualTo("unreadable-again");
        assertThat(first.recommendsWithoutReserve()).isFalse();
        assertThat(first.askFirst()).contains("session_host.mode");
    }

    @Test
    void aPermanentLicenceThatWasNotRenewedPointsToTheLicenceServer() {
        var findings = judge(client(holding(expiredPermanent()), absent()));

        assertThat(findings.getFirst().variant()).isEqualTo("permanent");
        assertThat(findings.getFirst().askFirst()).contains("licence_server.packs");
        assertThat(findings).extracting(Finding::cause).contains("server.down", "server.exhausted");
    }

    @Test
    void aLicenceDueForRenewalNeedsNoRepair() {
        var first = first(client(holding(dueForRenewal()), absent()));

        assertThat(first.cause()).isEqualTo("other.harmless");
        assertThat(first.variant()).isEqualTo("renewal-due");
        assertThat(first.repair()).isNull();
    }

    @Test
    void aTemporaryLicenceThatStillHoldsIsLeftAlone() {
        var findings = judge(client(holding(validTemporary()), absent()));

        assertThat(findings.getFirst().variant()).isEqualTo("temporary-valid");
        assertThat(repairs(findings)).isEmpty();
        assertThat(findings).extracting(Finding::cause).contains("server.upgrade-prevented");
    }

    @Test
    void aForeignLicenceIsRemovedWithTheWholeStore() {
        var first = first(client(holding(ofOtherMachine()), absent()));

        assertThat(first.cause()).isEqualTo("client.hardware-id");
        assertThat(first.repair()).isEqualTo(Lead.REMOVE_ALL);
        assertThat(first.facts()).containsEntry("machine", "PC-0007").containsEntry("host", MACHINE);
        assertThat(first.askFirst()).as("it may only have been renamed").contains("asked.recent_change");
    }

    @Test
    void namesAreComparedAsWindowsComparesThem() {
        for (var name : List.of("pc-0421", "PC-0421.corp.example", "PC-0421")) {
            assertThat(first(client(holding(licence(false, name, 20, 40)), absent()))
                            .variant())
                    .as(name)
                    .isEqualTo("healthy");
        }
        var longName = new ClientStore(
                true,
                null,
                "WORKSTATION-IN-HALL-7",
                null,
                holding(licence(false, "WORKSTATION-IN-", 20, 40)),
                null,
                null,
                List.of(),
                List.of());
        assertThat(first(longName).variant()).isEqualTo("healthy");
    }

    @Test
    void noCacheIsNoFaultOfTheClient() {
        var findings = judge(client(absent(), absent()));

        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().variant()).isEqualTo("no-cache");
        assertThat(findings.getFirst().repair()).isNull();
        assertThat(findings.getFirst().askFirst()).contains("asked.code", "session_host.mode");
    }

    @Test
    void whatCannotBeReadForbidsEveryRepair() {
        var view = new View(
                true,
                null,
                HARDWARE,
                List.of(new CachedLicence("LICENSE001", new Decoded(expiredTemporary()))),
                List.of("SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000"),
                Set.of());

        var findings = judge(client(view, absent()));

        assertThat(repairs(findings)).isEmpty();
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.cause()).isEqualTo("client.store-not-writable");
            assertThat(finding.variant()).isEqualTo("unreadable");
            assertThat(finding.facts()).containsEntry("key", "SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000");
        });
    }

    @Test
    void anUnknownStoreIsNotCalledEmpty() {
        var view = new View(
                true,
                null,
                null,
                List.of(),
                List.of("SOFTWARE\\Microsoft\\MSLicensing\\Store"),
                Set.of(ClientStore.Part.LICENCES));

        assertThat(judge(client(view, absent())))
                .extracting(Finding::variant)
                .contains("unreadable")
                .doesNotContain("empty", "no-cache", "healthy", "id-missing");
    }

    @Test
    void aLicenceOnlyForThirtyTwoBitProgramsIsNamed() {
        var store = client(absent(), holding(validPermanent()));

        var first = first(store);

        assertThat(first.cause()).isEqualTo("client.store-not-writable");
        assertThat(first.variant()).isEqualTo("only-32-bit");
        assertThat(first.askFirst()).contains("asked.program_bits");
        assertThat(first.repair()).isNull();
        assertThat(ClientRules.judge(store, with(32), NOW).getFirst().variant()).isEqualTo("healthy");
    }

    @Test
    void aStoreThatUsersMayNotWriteIsNamedWithItsView() {
        var view = new View(true, false, HARDWARE, List.of(), List.of(), Set.of());

        var first = first(client(view, absent()));

        assertThat(first.cause()).isEqualTo("client.store-not-writable");
        assertThat(first.variant()).isEqualTo("permissions");
        assertThat(first.likelihood()).isEqualTo(Likelihood.LIKELY);
        assertThat(first.facts()).containsEntry("view", "64-bit");
        assertThat(first.repair()).isNull();
    }

    @Test
    void licencesWithoutAHardwareIdAreNamed() {
        var view = new View(
                true,
                true,
                null,
                List.of(new CachedLicence("LICENSE000", new Decoded(validPermanent()))),
                List.of(),
                Set.of());

        assertThat(first(client(view, absent())).variant()).isEqualTo("id-missing");
    }

    @Test
    void severalLicenceServersAreNormalAndTwoLicencesOfOneAreNot() {
        var several = judge(client(holding(validPermanent(), issuedBy("RDLIC02", false, MACHINE, 20, 40)), absent()));
        var twice = judge(client(holding(validPermanent(), validPermanent()), absent()));

        assertThat(several.getFirst().variant()).isEqualTo("healthy");
        assertThat(several)
                .anyMatch(finding ->
                        finding.variant().equals("several-servers") && finding.likelihood() == Likelihood.RULED_OUT);
        assertThat(twice.getFirst().cause()).isEqualTo("client.many-identities");
    }

    /** What was not read may be what is wrong. */
    @Test
    void nothingIsRuledOutWhileAKeyCouldNotBeRead() {
        var read = new View(
                true,
                true,
                null,
                List.of(new CachedLicence("LICENSE000", new Decoded(expiredTemporary()))),
                List.of(),
                Set.of());
        var partly = new View(
                true,
                true,
                null,
                read.licences(),
                List.of("SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE001"),
                Set.of());

        assertThat(judge(client(read, absent())))
                .anyMatch(finding -> finding.code().equals("client.store-damaged.ruled-out"));
        assertThat(judge(client(partly, absent())))
                .noneMatch(finding -> finding.variant().equals("ruled-out")
                        && !finding.cause().equals("client.store-not-writable"));
    }

    // ---- what a person tells

    private static FaultReport with(int bits) {
        return new FaultReport(
                null, null, null, bits, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, Set.of(), null);
    }

    private static FaultReport code(int code, CodeField field) {
        return asked(code, field, null, null, null);
    }

    private static FaultReport asked(int code, CodeField field, Program program, Platform platform, Others others) {
        return new FaultReport(
                code, field, program, null, platform, null, others, null, null, null, null, null, null, null, null,
                null, null, null, Set.of(), null);
    }

    @Test
    void aBareCodeOfTheSharedRangeIsAskedForAndNothingIsRepaired() {
        for (int code = 256; code <= 267; code++) {
            for (var field : new CodeField[] {null, CodeField.UNKNOWN}) {
                var findings = ClientRules.judge(ClientStore.UNKNOWN, code(code, field), NOW);

                assertThat(repairs(findings)).as("%d %s", code, field).isEmpty();
                assertThat(findings)
                        .as("%d %s", code, field)
                        .allSatisfy(finding -> assertThat(finding.askFirst()).contains("asked.code_field"));
            }
        }
    }

    @Test
    void reasonTwoHundredSixtyIsANameFaultAndExtendedOneTheHardware() {
        assertThat(ClientRules.judge(ClientStore.UNKNOWN, code(260, CodeField.DISCONNECT), NOW))
                .first()
                .satisfies(finding -> assertThat(finding.cause()).isEqualTo("other.name"));
        assertThat(ClientRules.judge(ClientStore.UNKNOWN, code(260, CodeField.EXTENDED), NOW))
                .first()
                .satisfies(finding -> {
                    assertThat(finding.cause()).isEqualTo("client.hardware-id");
                    assertThat(finding.repair()).isEqualTo(Lead.REMOVE_ALL);
                    assertThat(finding.recommendsWithoutReserve()).isFalse();
                });
    }

    @Test
    void aFaultOfTheNetworkDoesNotBurnALicence() {
        var store = client(holding(expiredTemporary()), absent());

        var findings = ClientRules.judge(store, code(260, CodeField.DISCONNECT), NOW);

        assertThat(findings.getFirst().cause()).isEqualTo("other.name");
        assertThat(repairs(findings)).isEmpty();
    }

    @Test
    void whereEverybodyFailsNoClientIsRepaired() {
        var store = client(holding(List.of(unreadable())), absent());

        var findings = ClientRules.judge(store, asked(2056, null, null, null, Others.ALL), NOW);

        assertThat(findings.getFirst().cause()).startsWith("host.");
        assertThat(repairs(findings)).isEmpty();
    }

    @Test
    void aProgramWithAStoreOfItsOwnIsNotHelpedByTheRegistry() {
        var store = client(holding(expiredTemporary()), absent());

        var findings =
                ClientRules.judge(store, asked(259, CodeField.EXTENDED, Program.FREERDP, Platform.LINUX, null), NOW);

        assertThat(repairs(findings)).isEmpty();
        assertThat(findings.subList(0, 3)).extracting(Finding::cause).contains("client.ignores-store");
    }

    @Test
    void afterADeletionAnOrdinaryUserIsToldToStartAsAdministrator() {
        var asked = new FaultReport(
                null,
                null,
                null,
                null,
                Platform.WINDOWS,
                null,
                null,
                null,
                null,
                false,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Set.of(RecentChange.STORE_DELETED),
                null);

        var first = ClientRules.judge(client(absent(), absent()), asked, NOW).getFirst();

        assertThat(first.cause()).isEqualTo("client.store-not-writable");
        assertThat(first.variant()).isEqualTo("deleted");
        assertThat(first.repair()).isNull();
    }

    @Test
    void whereNothingIsKnownTheAnswerIsAQuestion() {
        var findings = judge(ClientStore.UNKNOWN);

        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().cause()).isEqualTo("open");
        assertThat(findings.getFirst().askFirst()).contains("asked.others_affected", "session_host.mode");
    }

    @Test
    void theSameStoreGivesTheSameFindings() {
        var store =
                client(holding(expiredTemporary(), ofOtherMachine(), validPermanent()), holding(expiredPermanent()));

        assertThat(judge(store)).isEqualTo(judge(store));
        assertThat(judge(store)).extracting(Finding::likelihood).isSorted();
        assertThat(judge(store)).extracting(Finding::cause).doesNotHaveDuplicates();
    }

    @Test
    void whatThePersonReportsCannotBendTheLine() {
        var hostile = "PC\u202e\n\u0000{host}" + "x".repeat(400);

        var first = first(client(holding(licence(false, hostile, 20, 40)), absent()));

        assertThat(first.facts().get("machine"))
                .doesNotContain("\u202e", "\n", "\u0000")
                .hasSizeLessThan(130);
        assertThat(first.evidence()).allSatisfy(one -> assertThat(one.text()).doesNotContain("\u202e", "\n"));
    }
}
