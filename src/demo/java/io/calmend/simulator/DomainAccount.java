package io.calmend.simulator;

/**
 * Accounts of the domain that log in on hosts by Kerberos.
 *
 * @see SimulatedNetwork#domainAccount(String)
 */
enum DomainAccount {
    WORKSTATIONS("svc-calmend-c", "Tr7-domain-workstations"),
    SERVERS("svc-calmend-s", "Tr7-domain-servers"),
    /** Administrator nowhere. */
    NOWHERE("svc-calmend-none", "Tr7-domain-nowhere");

    private final String user;
    private final String password;

    DomainAccount(String user, String password) {
        this.user = user;
        this.password = password;
    }

    String user() {
        return user;
    }

    String principal() {
        return user + "@" + SimulatedRealm.NAME;
    }

    String password() {
        return password;
    }

    /** Whether the host lets it open a remote shell. */
    boolean administers(CastMember host) {
        return switch (this) {
            case WORKSTATIONS -> host.account() != PortalAccount.SERVERS;
            case SERVERS -> host.account() == PortalAccount.SERVERS;
            case NOWHERE -> false;
        };
    }
}
