package io.calmend.simulator;

import java.util.Map;

/**
 * The accounts of the portal on hosts, one for each tier; local ones, as WinRM's Basic scheme wants them. On servers the
 * portal is told to use an account of the domain instead, where the network has its own realm.
 *
 * @see SimulatedNetwork#settings()
 */
enum PortalAccount {
    WORKSTATIONS("OU=Workstations", "calmend-ws", "Tr7-workstations"),
    /** A tier whose password the hosts do not accept. */
    BRANCH("OU=Branch Office,OU=Workstations", "calmend-branch", "Tr7-branch"),
    SERVERS("OU=Session Hosts", "calmend-srv", "Tr7-servers");

    private final String unit;
    private final String user;
    private final String password;

    PortalAccount(String unit, String user, String password) {
        this.unit = unit;
        this.user = user;
        this.password = password;
    }

    /** The hosts it is meant for, relative to the domain. */
    String unit() {
        return unit;
    }

    String user() {
        return user;
    }

    /** What the portal believes. */
    String password() {
        return password;
    }

    /** What the host believes. */
    Map<String, String> onHost() {
        return Map.of(user, this == BRANCH ? password + "-changed" : password);
    }
}
