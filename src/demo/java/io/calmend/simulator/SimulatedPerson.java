package io.calmend.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A person or service account of the simulated directory, and what keeps it from signing in. */
final class SimulatedPerson {

    /** Everybody's password at the start. */
    static final String PASSWORD = "Passw0rd!1";

    final String account;
    final String firstName;
    final String lastName;
    final String title;
    final List<String> groups = new ArrayList<>();
    State state = State.FINE;
    String password = PASSWORD;
    int badPasswords;
    long lockedAtMillis;

    /** In the order in which a domain controller finds out. */
    enum State {
        FINE(""),
        DISABLED("533"),
        ACCOUNT_EXPIRED("701"),
        OTHER_WORKSTATION("531"),
        PASSWORD_EXPIRED("532"),
        MUST_CHANGE("773"),
        LOCKED("775");

        private final String subCode;

        State(String subCode) {
            this.subCode = subCode;
        }

        String subCode() {
            return subCode;
        }
    }

    SimulatedPerson(String account, String firstName, String lastName, String title) {
        this.account = account;
        this.firstName = firstName;
        this.lastName = lastName;
        this.title = title;
    }

    SimulatedPerson is(State itsState) {
        state = itsState;
        return this;
    }

    SimulatedPerson in(String... itsGroups) {
        groups.addAll(Arrays.asList(itsGroups));
        return this;
    }

    /** {@code Müller, Jörg}, as many directories name people. */
    String commonName() {
        return firstName.isEmpty() ? account : lastName.isEmpty() ? firstName : lastName + ", " + firstName;
    }

    String displayName() {
        return (firstName + " " + lastName).strip();
    }

    /** The people of the cast. */
    static List<SimulatedPerson> all() {
        return List.of(
                new SimulatedPerson("alice", "Alice", "\u00c4rlig", "Helpdesk").in("HelpDesk-T1", "Ops, EMEA (T1) #1"),
                new SimulatedPerson("bob", "Bob", "Brandt", "Helpdesk").in("Calmend-Helpdesk", "Calmend-Approvers"),
                new SimulatedPerson("mona", "Mona", "Meyer", "Service manager").in("Calmend-Managers"),
                new SimulatedPerson("carol", "Carol", "Costa", "Administrator").in("Calmend-Admins"),
                new SimulatedPerson("nora", "Nora", "Novak", "Bookkeeping"),
                new SimulatedPerson("dave", "Dave", "Dunn", "Left the company")
                        .in("Calmend-Helpdesk")
                        .is(State.DISABLED),
                new SimulatedPerson("mary", "Mary", "Marsh", "Has to change the password")
                        .in("Calmend-Helpdesk")
                        .is(State.MUST_CHANGE),
                new SimulatedPerson("frank", "Frank", "Fox", "Password is too old")
                        .in("Calmend-Helpdesk")
                        .is(State.PASSWORD_EXPIRED),
                new SimulatedPerson("erin", "Erin", "Eklund", "Contract has ended")
                        .in("Calmend-Helpdesk")
                        .is(State.ACCOUNT_EXPIRED),
                new SimulatedPerson("lou", "Lou", "Lind", "Locked out")
                        .in("Calmend-Helpdesk")
                        .is(State.LOCKED),
                new SimulatedPerson("wks", "Wilma", "Kass", "May sign in at one workstation only")
                        .in("Calmend-Helpdesk")
                        .is(State.OTHER_WORKSTATION),
                new SimulatedPerson("j\u00f6rg.m\u00fcller", "J\u00f6rg", "M\u00fcller", "Operations")
                        .in("Ops, EMEA (T1) #1", "Calmend-Helpdesk"),
                new SimulatedPerson("nested5", "Nina", "Nested", "Approves changes").in("Calmend-Approvers"),
                new SimulatedPerson("svc-calmend", "", "", "Calmend reads the directory"));
    }
}
