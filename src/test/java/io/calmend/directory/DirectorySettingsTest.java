package io.calmend.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.vocabulary.SecretReference;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectorySettingsTest {

    private static final SecretReference PASSWORD = new SecretReference("env:LDAP_PASSWORD");

    private static DirectorySettings settings(String url, String base, String domain, String netbiosName) {
        return new DirectorySettings(
                List.of(URI.create(url)),
                base,
                "svc@corp.example",
                PASSWORD,
                domain,
                netbiosName,
                List.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    @Test
    void plainLdapIsRefused() {
        assertThatThrownBy(() -> settings("ldap://dc1.corp.example", "DC=corp,DC=example", "", ""))
                .hasMessageContaining("ldaps://")
                .hasMessageContaining("in clear");
    }

    @Test
    void addressHoldsNameAndPortAndNothingElse() {
        assertThatThrownBy(() -> settings("ldaps://dc1.corp.example/DC=other", "DC=corp,DC=example", "", ""))
                .hasMessageContaining("name and port only");
        assertThatThrownBy(() -> settings("ldaps://user:word@dc1.corp.example", "DC=corp,DC=example", "", ""))
                .hasMessageContaining("name and port only");
    }

    @Test
    void domainFollowsFromTheBaseAndTheShortNameFromTheDomain() {
        var settings = settings("ldaps://dc1.corp.example", "OU=Europe,DC=Corp,DC=example", "", "");

        assertThat(settings.domain()).isEqualTo("corp.example");
        assertThat(settings.netbiosName()).isEqualTo("corp");
    }

    @Test
    void baseThatIsNoNameIsRefused() {
        assertThatThrownBy(() -> settings("ldaps://dc1.corp.example", "corp.example", "", ""))
                .hasMessageContaining("calmend.directory.base");
    }

    @Test
    void passwordStandsNowhereInTheSettings() {
        assertThatThrownBy(() -> new SecretReference("hunter2"))
                .hasMessageContaining("env:NAME or file:PATH")
                .hasMessageNotContaining("hunter2");
    }
}
