package io.calmend.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.vocabulary.OperationKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class DelegationFileTest {

    private final ApplicationContextRunner portal = new ApplicationContextRunner()
            .withUserConfiguration(Reads.class)
            .withPropertyValues(
                    "calmend.delegation.rules[0].name=Helpdesk L1",
                    "calmend.delegation.rules[0].group=CN=Calmend-Helpdesk,OU=Groups,DC=corp,DC=example",
                    "calmend.delegation.rules[0].operations=CL-EXPORT,CL-STORE",
                    "calmend.delegation.rules[0].organisational-unit=OU=Workstations,DC=corp,DC=example");

    @Test
    void ruleIsReadAsItIsWritten() {
        portal.withPropertyValues("calmend.delegation.rules[0].until=2027-01-31T18:00:00+01:00")
                .run(context -> assertThat(
                                context.getBean(DelegationSettings.class).toRules())
                        .singleElement()
                        .satisfies(rule -> {
                            assertThat(rule.name()).isEqualTo("Helpdesk L1");
                            assertThat(rule.group()).isEqualTo("CN=Calmend-Helpdesk,OU=Groups,DC=corp,DC=example");
                            assertThat(rule.operations())
                                    .containsExactlyInAnyOrder(
                                            new OperationKey("CL-EXPORT"), new OperationKey("CL-STORE"));
                            assertThat(rule.organisationalUnit()).isEqualTo("OU=Workstations,DC=corp,DC=example");
                            assertThat(rule.until()).isEqualTo(Instant.parse("2027-01-31T17:00:00Z"));
                        }));
    }

    @Test
    void mistypedPropertyStopsTheStartBecauseTheRightWouldHaveNoEnd() {
        portal.withPropertyValues("calmend.delegation.rules[0].untill=2027-01-31T18:00:00+01:00")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining("calmend.delegation.rules[0].untill"));
    }

    @Test
    void portalWithoutAFileHasNoRules() {
        new ApplicationContextRunner()
                .withUserConfiguration(Reads.class)
                .run(context -> assertThat(
                                context.getBean(DelegationSettings.class).toRules())
                        .isEmpty());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(DelegationSettings.class)
    static class Reads {}
}
