package io.calmend.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VisibleOutputTest {

    @Test
    void whatADirectoryOrHostWroteForgesNoLine() {
        var printed = new ByteArrayOutputStream();
        var out = new VisibleOutput(new PrintStream(printed, false, StandardCharsets.UTF_8));

        out.println("CN=PC\nall is well\u202e,DC=corp");
        out.printf("%-6s %s%n", "OK", "a\u001b[2J");

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("CN=PC[U+000A]all is well[U+202E],DC=corp" + System.lineSeparator() + "OK     a[U+001B][2J"
                        + System.lineSeparator());
    }
}
