package io.calmend.remote.wsman;

import io.calmend.remote.transport.AnswerBounds;
import java.time.Duration;
import java.util.UUID;

/** Writes the requests of a remote shell (MS-WSMV 3.1.4, DMTF DSP0226) as XML. */
final class Envelopes {

    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    private static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";

    /** A host ends the shell after this long without a message; it accepts no less than a minute. */
    private static final String IDLE = "PT180.000S";

    private static final String HEAD = """
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"\
             xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"\
             xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"\
             xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"\
             xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell"><s:Header>\
            <a:To>%s</a:To><a:ReplyTo><a:Address s:mustUnderstand="true">\
            http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>\
            <w:MaxEnvelopeSize s:mustUnderstand="true">%d</w:MaxEnvelopeSize><a:MessageID>uuid:%s</a:MessageID>\
            <w:Locale xml:lang="en-US" s:mustUnderstand="false"/><p:DataLocale xml:lang="en-US" s:mustUnderstand="false"/>\
            <w:OperationTimeout>PT%d.000S</w:OperationTimeout>\
            <w:ResourceURI s:mustUnderstand="true">http://schemas.microsoft.com/wbem/wsman/1/windows/shell/cmd</w:ResourceURI>\
            <a:Action s:mustUnderstand="true">%s</a:Action>""";

    private final String address;
    private final Duration operationTimeout;

    /**
     * @param operationTimeout how long a host may be silent before it answers that there is no output yet; whole
     * seconds
     */
    Envelopes(String address, Duration operationTimeout) {
        this.address = address;
        this.operationTimeout = operationTimeout;
    }

    String create() {
        return envelope(
                TRANSFER + "/Create",
                "<w:OptionSet><w:Option Name=\"WINRS_NOPROFILE\">TRUE</w:Option>"
                        + "<w:Option Name=\"WINRS_CODEPAGE\">437</w:Option></w:OptionSet>",
                "<rsp:Shell><rsp:IdleTimeOut>" + IDLE + "</rsp:IdleTimeOut><rsp:InputStreams>stdin</rsp:InputStreams>"
                        + "<rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>");
    }

    String command(String shellId, String line) {
        return envelope(
                SHELL + "/Command",
                "<w:OptionSet><w:Option Name=\"WINRS_CONSOLEMODE_STDIN\">TRUE</w:Option>"
                        + "<w:Option Name=\"WINRS_SKIP_CMD_SHELL\">FALSE</w:Option></w:OptionSet>" + selector(shellId),
                "<rsp:CommandLine><rsp:Command>" + escaped(line) + "</rsp:Command></rsp:CommandLine>");
    }

    String receive(String shellId, String commandId) {
        return envelope(
                SHELL + "/Receive",
                selector(shellId),
                "<rsp:Receive><rsp:DesiredStream CommandId=\"" + escaped(commandId)
                        + "\">stdout stderr</rsp:DesiredStream></rsp:Receive>");
    }

    /** Ends a command. */
    String terminate(String shellId, String commandId) {
        return envelope(
                SHELL + "/Signal",
                selector(shellId),
                "<rsp:Signal CommandId=\"" + escaped(commandId) + "\"><rsp:Code>" + SHELL
                        + "/signal/terminate</rsp:Code></rsp:Signal>");
    }

    /** Closes a shell and ends what is running in it. */
    String delete(String shellId) {
        return envelope(TRANSFER + "/Delete", selector(shellId), "");
    }

    private String envelope(String action, String header, String body) {
        return HEAD.formatted(
                        address, AnswerBounds.LARGEST_ENVELOPE, UUID.randomUUID(), operationTimeout.toSeconds(), action)
                + header + "</s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
    }

    private static String selector(String shellId) {
        return "<w:SelectorSet><w:Selector Name=\"ShellId\">" + escaped(shellId) + "</w:Selector></w:SelectorSet>";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
