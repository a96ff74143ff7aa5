package io.calmend.remote.wsman;

import io.calmend.remote.transport.AnswerBounds;
import io.calmend.remote.transport.AnswerMalformedException;
import io.calmend.remote.transport.AnswerTooLargeException;
import io.calmend.remote.wsman.HostRoute.Passed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Rewrites a host's answer for the client in front of a {@link Relay}, with only the parts that the client reads. The
 * client builds a tree of everything it receives, so with a few megabytes a host could otherwise exhaust the portal's
 * memory.
 */
final class RelayedAnswer {

    private static final String SOAP = "application/soap+xml;charset=UTF-8";
    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    private static final String HEAD = """
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"\
             xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"\
             xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell"><s:Header/><s:Body>""";

    private RelayedAnswer() {}

    /**
     * @param reply with the status 200, 401 or 500
     * @throws AnswerMalformedException if it cannot be read, or if there were too many answers
     * @throws AnswerTooLargeException if the host's answers are too large in total
     */
    static Passed of(HostHttp.Reply reply, AnswerAllowance allowance) throws IOException {
        var schemes = reply.schemes().stream().limit(AnswerBounds.MOST_SCHEMES).toList();
        if (reply.status() != 200) {
            // of these answers the client only reads status and schemes
            return new Passed(reply.status(), "", schemes, new byte[0]);
        }
        var text = reply.clearText();
        var answer = ShellAnswer.read(text);
        allowance.take(text.length(), answer);
        return answer.fault() == null
                ? new Passed(200, SOAP, schemes, envelope(answer).getBytes(StandardCharsets.UTF_8))
                : new Passed(500, "", List.of(), new byte[0]);
    }

    private static String envelope(ShellAnswer answer) {
        var envelope = new StringBuilder(HEAD);
        var shellId = answer.shellId();
        if (shellId != null) {
            envelope.append("<w:Selector Name=\"ShellId\">")
                    .append(Envelopes.escaped(shellId))
                    .append("</w:Selector>");
        }
        var commandId = answer.commandId();
        if (commandId != null) {
            envelope.append("<rsp:CommandId>")
                    .append(Envelopes.escaped(commandId))
                    .append("</rsp:CommandId>");
        }
        stream(envelope, "stdout", answer.out());
        stream(envelope, "stderr", answer.err());
        if (answer.done()) {
            envelope.append("<rsp:CommandState State=\"").append(SHELL).append("/CommandState/Done\"><rsp:ExitCode>");
            // signed, because the client parses only signed numbers
            envelope.append(answer.exitCode()).append("</rsp:ExitCode></rsp:CommandState>");
        }
        return envelope.append("</s:Body></s:Envelope>").toString();
    }

    private static void stream(StringBuilder envelope, String name, byte[] bytes) {
        if (bytes.length > 0) {
            envelope.append("<rsp:Stream Name=\"").append(name).append("\">");
            envelope.append(Base64.getEncoder().encodeToString(bytes)).append("</rsp:Stream>");
        }
    }
}
