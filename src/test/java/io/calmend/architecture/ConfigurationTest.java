package io.calmend.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every property of the product with its default. Who adds one adds it here and to {@code src/docs/operations.md}. */
class ConfigurationTest {

    /** As {@code name = default}; nothing behind the sign is an empty one, {@code none} is no value at all. */
    private static final Map<String, String> PROPERTIES = properties("""
            calmend.delegation.rules[].group =
            calmend.delegation.rules[].name =
            calmend.delegation.rules[].operations =
            calmend.delegation.rules[].organisational-unit =
            calmend.delegation.rules[].until = none
            calmend.diagnosis.largest-answer = 4MB
            calmend.directory.base =
            calmend.directory.connect-timeout = 5s
            calmend.directory.dns-suffixes =
            calmend.directory.domain =
            calmend.directory.netbios-name =
            calmend.directory.password = none
            calmend.directory.read-timeout = 5s
            calmend.directory.urls =
            calmend.directory.user =
            calmend.execution.change-deadline = 60s
            calmend.execution.lease = 30s
            calmend.execution.node = portal
            calmend.execution.pauses = 5s,15s,1m,5m,15m
            calmend.execution.plan-valid = 10m
            calmend.execution.shutdown-wait = 20s
            calmend.execution.tick = 5s
            calmend.execution.undo-offered = 30d
            calmend.signin.groups.administrator = none
            calmend.signin.groups.helpdesk = none
            calmend.signin.groups.manager = none
            calmend.signin.limits.connections-per-address = 64
            calmend.signin.limits.request-body = 64KB
            calmend.signin.limits.request-within = 20s
            calmend.signin.limits.sessions-before-sign-in = 200
            calmend.signin.plain-http = false
            calmend.signin.public-urls =
            calmend.signin.session.at-most = 10h
            calmend.signin.session.per-person = 5
            calmend.signin.session.read-again-every = 5m
            calmend.signin.throttle.tries = 3
            calmend.signin.throttle.tries-per-address = 30
            calmend.signin.throttle.tries-of-known-browsers = 1
            calmend.signin.throttle.within = 15m
            calmend.ui.fresh-for = 10m
            calmend.ui.ribbon =
            calmend.remote.command-timeout = 50s
            calmend.remote.command-wait = 10s
            calmend.remote.commands-per-host = 3
            calmend.remote.connect-timeout = 5s
            calmend.remote.kerberos-configuration = none
            calmend.remote.kerberos-service = HTTP
            calmend.remote.largest-answer = 8MB
            calmend.remote.plain-http-on-loopback = false
            calmend.remote.port = 5986
            calmend.remote.sealed-port = 5985
            calmend.remote.tiers[].account =
            calmend.remote.tiers[].keytab = none
            calmend.remote.tiers[].name =
            calmend.remote.tiers[].organisational-units =
            calmend.remote.tiers[].password = none
            calmend.remote.tiers[].transport = none
            calmend.remote.trusted-certificates = none
            """);

    @Test
    void everyPropertyAndItsDefault() {
        assertThat(Settings.all()).allSatisfy((name, value) -> assertThat(name).startsWith("calmend."));
        assertThat(Settings.all()).isEqualTo(PROPERTIES);
    }

    @Test
    void everyPropertyIsInTheManual() throws IOException {
        assertThat(Files.readString(Path.of("src/docs/operations.md")))
                .contains(Settings.all().keySet().stream()
                        .map(name -> "`" + name + "`")
                        .toList());
    }

    private static Map<String, String> properties(String lines) {
        var properties = new TreeMap<String, String>();
        lines.lines().forEach(line -> {
            var sign = line.indexOf(" =");
            properties.put(line.substring(0, sign), line.substring(sign + 2).strip());
        });
        return properties;
    }
}
