package io.calmend.remote.wsman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.remote.transport.AnswerBounds;
import io.calmend.remote.transport.AnswerMalformedException;
import io.calmend.remote.transport.AnswerTooLargeException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Overthere is given in place of an answer: all that it reads, and nothing else. */
class RelayedAnswerTest {

    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    private static final String SOAP = "application/soap+xml;charset=UTF-8";

    private final AnswerAllowance allowance = new AnswerAllowance();

    private static String envelope(String header, String body) {
        return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:rsp=\"" + SHELL
                + "\" xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\"><s:Header>" + header
                + "</s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
    }

    private HostRoute.Passed passed(int status, String type, byte[] body) throws IOException {
        return RelayedAnswer.of(
                new HostHttp.Reply(status, "Microsoft-HTTPAPI/2.0", type, List.of("Basic", "Negotiate"), body, true),
                allowance);
    }

    private HostRoute.Passed passed(String header, String body) throws IOException {
        return passed(200, SOAP, envelope(header, body).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(HostRoute.Passed passed) {
        return new String(passed.body(), StandardCharsets.UTF_8);
    }

    @Test
    void idsAndOutputComeThroughAndNothingElse() throws IOException {
        var out = "Grüße, 世界 😀 <&>\r\n".repeat(10);
        var base64 = Base64.getMimeEncoder().encodeToString(out.getBytes(StandardCharsets.UTF_8));
        var passed = passed(
                "<x>only here</x>",
                "<rsp:Shell><rsp:ShellId>A&amp;B</rsp:ShellId></rsp:Shell><rsp:CommandId>C-1</rsp:CommandId>"
                        + "<rsp:Stream Name='stdout'>" + base64
                        + "</rsp:Stream><rsp:Stream Name='stderr'>QQ==</rsp:Stream>"
                        + "<rsp:Stream Name='stdout'>Qg==</rsp:Stream><rsp:Stream Name='stdout' End='true'/>"
                        + "<rsp:CommandState State='" + SHELL
                        + "/CommandState/Done'><rsp:ExitCode>3221225786</rsp:ExitCode>"
                        + "</rsp:CommandState>");

        assertThat(passed.status()).isEqualTo(200);
        assertThat(passed.contentType()).isEqualTo(SOAP);
        assertThat(passed.schemes()).containsExactly("Basic", "Negotiate");
        assertThat(text(passed))
                .contains("<w:Selector Name=\"ShellId\">A&amp;B</w:Selector>", "<rsp:CommandId>C-1</rsp:CommandId>")
                .contains("<rsp:ExitCode>-1073741510</rsp:ExitCode>")
                .doesNotContain("only here");
        var again = ShellAnswer.read(text(passed).replace("-1073741510", "7"));
        assertThat(new String(again.out(), StandardCharsets.UTF_8)).isEqualTo(out + "B");
        assertThat(again.err()).containsExactly('A');
        assertThat(again.shellId()).isEqualTo("A&B");
        assertThat(again.done()).isTrue();
    }

    @Test
    void answerInAnotherCharacterSetIsRead() throws IOException {
        var body = envelope("<a>é</a>", "<rsp:CommandId>C-1</rsp:CommandId>").getBytes(StandardCharsets.UTF_16LE);
        assertThat(text(passed(200, "application/soap+xml;charset=" + Charset.forName("UTF-16LE"), body)))
                .contains("<rsp:CommandId>C-1</rsp:CommandId>");
    }

    /** Their bodies are read by nobody. */
    @ParameterizedTest
    @ValueSource(ints = {401, 500})
    void refusalsAreStatusAndSchemesAlone(int status) throws IOException {
        var passed = passed(status, SOAP, new byte[1_000_000]);
        assertThat(passed.status()).isEqualTo(status);
        assertThat(passed.schemes()).containsExactly("Basic", "Negotiate");
        assertThat(passed.contentType()).isEmpty();
        assertThat(passed.body()).isEmpty();
    }

    @Test
    void faultIsNoAnswerWhateverItsStatus() throws IOException {
        assertThat(passed("", "<s:Fault/>").status()).isEqualTo(500);
    }

    /** As much as fits an envelope, in the smallest pieces: odd, but honest. */
    @Test
    void fullEnvelopeOfTinyPiecesIsTaken() throws IOException {
        var piece = "<rsp:Stream Name=\"stdout\" CommandId=\"B0A0C0D0-0000-0000-0000-000000000000\">QQ==</rsp:Stream>";
        var pieces = AnswerBounds.LARGEST_ENVELOPE / piece.length();
        assertThat(ShellAnswer.read(text(passed("", piece.repeat(pieces)))).out())
                .hasSize(pieces);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rsp:CommandId/>",
                "<rsp:CommandId>&#8238;</rsp:CommandId>",
                "<rsp:Stream>QQ</rsp:Stream><rsp:Stream>A</rsp:Stream>",
                "<rsp:ExitCode>4294967296</rsp:ExitCode>",
                "<unclosed>",
                "&unknown;"
            })
    void answerWithoutFormIsRefused(String body) {
        assertThatThrownBy(() -> passed("", body)).isInstanceOf(AnswerMalformedException.class);
    }

    @Test
    void documentTypeIsRefused() {
        var body = "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> passed(200, SOAP, body)).isInstanceOf(AnswerMalformedException.class);
    }

    @Test
    void hostThatTalksTooMuchBesideItsOutputIsStopped() {
        var padding = "<x>" + "y".repeat(900_000) + "</x>";
        assertThatThrownBy(() -> {
                    for (var answers = 0; answers < 5; answers++) {
                        passed(padding, "");
                    }
                })
                .isInstanceOf(AnswerTooLargeException.class);
    }

    /** What a command prints is counted where it is kept. */
    @Test
    void outputIsNoTalk() throws IOException {
        var base64 = Base64.getMimeEncoder().encodeToString(new byte[350_000]);
        for (var answers = 0; answers < 50; answers++) {
            assertThat(passed("", "<rsp:Stream Name='stdout'>" + base64 + "</rsp:Stream>")
                            .status())
                    .isEqualTo(200);
        }
    }
}
