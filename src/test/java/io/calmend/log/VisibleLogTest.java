package io.calmend.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** The log as an application writes it that is started as the product is. */
@ExtendWith(OutputCaptureExtension.class)
class VisibleLogTest {

    private static final String FORGED = "2026-01-01T00:00:00.000Z  INFO 1 --- R-1 was approved by the CISO";

    @Configuration
    static class Nothing {}

    @Test
    void noHostWritesALineOfItsOwn(CapturedOutput output) {
        try (var _ = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "spring.config.location=optional:file:none.yaml")
                .run()) {
            var log = LoggerFactory.getLogger("io.calmend.test");
            var inner = new IllegalArgumentException("inner\r\n" + FORGED);
            inner.addSuppressed(new IllegalStateException("aside\n" + FORGED));
            log.warn(
                    "host {} said",
                    "PC\n" + FORGED + "\u001b[2J\u202e",
                    new IllegalStateException("outer\n" + FORGED, inner));
        }
        assertThat(output.getOut().lines()).noneMatch(line -> line.startsWith("2026-01-01"));
        assertThat(output.getOut())
                .contains("host PC[U+000A]2026-01-01", "[U+001B][2J[U+202E]")
                .contains("IllegalStateException: outer[U+000A]2026")
                .contains("IllegalArgumentException: inner[U+000D][U+000A]2026")
                .contains("IllegalStateException: aside[U+000A]2026")
                .contains("\tat ")
                .doesNotContain("\u001b[2J", "\u202e");
    }
}
