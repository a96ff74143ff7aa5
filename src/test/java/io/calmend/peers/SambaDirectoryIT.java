package io.calmend.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.calmend.directory.Directory.HostLookup;
import io.calmend.directory.DirectoryContract;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.BasicAttributes;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import javax.naming.directory.InvalidAttributeValueException;
import javax.naming.directory.SearchControls;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The directory's contract on a real Active Directory, and what only a real one can be made to hold. */
@Tag("peers")
class SambaDirectoryIT extends DirectoryContract {

    @BeforeAll
    static void start() {
        SambaDomain.startFor(SambaDirectoryIT.class);
    }

    @Override
    protected Map<String, String> settings() {
        return SambaDomain.settings();
    }

    @Override
    protected Path authority() {
        return SambaDomain.authorityFile();
    }

    @Override
    protected void setOnComputer(String computer, String attribute, String value) throws NamingException {
        var context = asAdministrator();
        try {
            var found = context.search(
                    BASE,
                    "(sAMAccountName=" + computer + "$)",
                    new SearchControls(2, 1, 0, new String[0], false, false));
            context.modifyAttributes(
                    found.next().getNameInNamespace(),
                    DirContext.REPLACE_ATTRIBUTE,
                    new BasicAttributes(attribute, value, true));
        } catch (InvalidAttributeValueException refused) {
            // this domain keeps names of services unique by itself, as newer Windows does; older ones do not
            assumeFalse(String.valueOf(refused.getMessage()).contains("would cause a conflict"), refused.getMessage());
            throw refused;
        } finally {
            context.close();
        }
    }

    @Test
    void twoLivingComputersOfOneDnsNameAreAmbiguous() throws NamingException {
        computer("CN=TWIN-A,OU=Workstations", "TWIN-A$", "twin.corp.example", 4096);
        computer("CN=TWIN-B,OU=Session Hosts", "TWIN-B$", "twin.corp.example", 4096);

        assertThat(directory().host(new HostName("twin.corp.example")))
                .isEqualTo(new HostLookup.Refused(FailureReason.HOST_AMBIGUOUS));
        assertThat(directory().host(new HostName("twin")))
                .isEqualTo(new HostLookup.Refused(FailureReason.HOST_AMBIGUOUS));
    }

    @Test
    void disabledAccountThatWasLeftBehindDoesNotHideTheLivingOne() throws NamingException {
        computer("CN=REBUILT-OLD,OU=Workstations", "REBUILT-OLD$", "rebuilt.corp.example", 4098);
        computer("CN=REBUILT,OU=Workstations", "REBUILT$", "rebuilt.corp.example", 4096);

        assertThat(directory().host(new HostName("rebuilt.corp.example")))
                .isInstanceOfSatisfying(
                        HostLookup.Found.class,
                        found -> assertThat(found.host().name()).isEqualTo("REBUILT"));
    }

    @Test
    void computerWithoutADnsNameIsRefusedAsThat() throws NamingException {
        computer("CN=NODNS,OU=Workstations", "NODNS$", null, 4096);

        assertThat(directory().host(new HostName("nodns")))
                .isEqualTo(new HostLookup.Refused(FailureReason.HOST_WITHOUT_DNS_NAME));
        assertThat(directory().host(new HostName("nodns.corp.example")))
                .isEqualTo(new HostLookup.Refused(FailureReason.HOST_WITHOUT_DNS_NAME));
    }

    @Test
    void dnsNameThatIsAnAddressIsNone() throws NamingException {
        computer("CN=BYADDRESS,OU=Workstations", "BYADDRESS$", "10.0.0.1", 4096);

        assertThat(directory().host(new HostName("byaddress")))
                .isEqualTo(new HostLookup.Refused(FailureReason.HOST_WITHOUT_DNS_NAME));
    }

    private static void computer(String place, String account, String dnsName, int control) throws NamingException {
        var context = asAdministrator();
        try {
            var name = place + "," + SambaDomain.BASE;
            var attributes = new BasicAttributes(true);
            attributes.put("objectClass", "computer");
            attributes.put("sAMAccountName", account);
            attributes.put("userAccountControl", Integer.toString(control));
            if (dnsName != null) {
                attributes.put("dNSHostName", dnsName);
            }
            context.createSubcontext(name, attributes);
        } finally {
            context.close();
        }
    }

    private static DirContext asAdministrator() throws NamingException {
        var environment = new Hashtable<String, Object>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put(Context.PROVIDER_URL, "ldaps://" + SambaDomain.ADDRESS);
        environment.put(Context.SECURITY_PRINCIPAL, SambaDomain.ADMINISTRATOR);
        environment.put(Context.SECURITY_CREDENTIALS, SambaDomain.ADMINISTRATORS_PASSWORD);
        return new InitialDirContext(environment);
    }
}
