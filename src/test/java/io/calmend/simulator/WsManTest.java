package io.calmend.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WsManTest {

    private static final String COMMAND = "<e><Action>" + Wire.SHELL + "/Command</Action><ResourceURI>" + Wire.SHELL
            + "/cmd</ResourceURI><Selector Name=\"Other\">no</Selector><Selector Name=\"ShellId\">S1</Selector>"
            + "<Command>echo  a</Command><Arguments>b </Arguments><Arguments>c</Arguments></e>";

    private static WsMan.Request read(String xml) throws IOException {
        return WsMan.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void commandLineIsReadWithItsBlanks() throws Exception {
        var request = read(COMMAND);
        assertThat(request.message()).isEqualTo(Message.COMMAND);
        assertThat(request.shellId()).isEqualTo("S1");
        assertThat(request.commandLine()).isEqualTo("echo  a b  c");
    }

    /** SOAP 1.2 forbids them (part 1, section 5). */
    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE e>", "<!DOCTYPE e [<!ENTITY x 'y'>]>", "<!DOCTYPE e [", "<!DOCTYPE"})
    void requestWithADocumentTypeIsRefused(String before) {
        assertThatThrownBy(() -> read(before + COMMAND)).isInstanceOf(IOException.class);
    }

    @Test
    void requestThatIsCutOffIsRefused() {
        assertThatThrownBy(() -> read(COMMAND.substring(0, COMMAND.length() - 4)))
                .isInstanceOf(IOException.class);
    }
}
