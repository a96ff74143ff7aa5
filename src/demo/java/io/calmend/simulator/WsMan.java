package io.calmend.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.UUID;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The envelopes of WS-Management's remote shell, as MS-WSMV describes them. */
final class WsMan {

    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    private static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
    private static final String RESOURCE = SHELL + "/cmd";
    private static final String NAMESPACES = " xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
            + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
            + " xmlns:x=\"" + TRANSFER + "\""
            + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\""
            + " xmlns:rsp=\"" + SHELL + "\""
            + " xmlns:p=\"http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd\"";

    private WsMan() {}

    /** A request as far as a shell server must understand it. */
    record Request(
            Message message,
            String messageId,
            @Nullable String shellId,
            @Nullable String commandId,
            String commandLine,
            Duration timeout,
            boolean terminate) {}

    /** @throws IOException if it is no request that the service knows */
    static Request read(byte[] body) throws IOException {
        var elements = Elements.of(body);
        var message = switch (elements.text("Action")) {
            case TRANSFER + "/Create" -> Message.CREATE;
            case TRANSFER + "/Delete" -> Message.DELETE;
            case SHELL + "/Command" -> Message.COMMAND;
            case SHELL + "/Send" -> Message.SEND;
            case SHELL + "/Receive" -> Message.RECEIVE;
            case SHELL + "/Signal" -> Message.SIGNAL;
            default -> throw new IOException("unknown action");
        };
        if (!elements.text("ResourceURI").equals(RESOURCE)) {
            throw new IOException("unknown resource");
        }
        return new Request(
                message,
                elements.text("MessageID"),
                elements.shellId,
                switch (message) {
                    case RECEIVE -> elements.commandId("DesiredStream");
                    case SIGNAL -> elements.commandId("Signal");
                    case SEND -> elements.commandId("Stream");
                    case IDENTIFY, CREATE, COMMAND, DELETE -> null;
                },
                String.join(" ", elements.line),
                timeout(elements.text("OperationTimeout")),
                elements.text("Code").endsWith("/signal/terminate"));
    }

    static boolean asksIdentity(byte[] body) {
        try {
            return Elements.of(body).asksIdentity;
        } catch (IOException e) {
            return false;
        }
    }

    static String identity() {
        return "<s:Envelope xml:lang=\"en-US\" xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header/><s:Body>"
                + "<wsmid:IdentifyResponse xmlns:wsmid=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\">"
                + "<wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion>"
                + "<wsmid:ProductVendor>Microsoft Corporation</wsmid:ProductVendor>"
                + "<wsmid:ProductVersion>OS: 0.0.0 SP: 0.0 Stack: 3.0</wsmid:ProductVersion>"
                + "</wsmid:IdentifyResponse></s:Body></s:Envelope>";
    }

    static String created(Request request, String shellId, String owner, String client) {
        return envelope(
                TRANSFER + "/CreateResponse",
                request.messageId(),
                "<x:ResourceCreated><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address>"
                        + "<a:ReferenceParameters><w:ResourceURI>" + RESOURCE + "</w:ResourceURI>"
                        + "<w:SelectorSet><w:Selector Name=\"ShellId\">" + shellId + "</w:Selector></w:SelectorSet>"
                        + "</a:ReferenceParameters></x:ResourceCreated>"
                        + "<rsp:Shell><rsp:ShellId>" + shellId + "</rsp:ShellId><rsp:ResourceUri>" + RESOURCE
                        + "</rsp:ResourceUri><rsp:Owner>" + escaped(owner) + "</rsp:Owner><rsp:ClientIP>" + client
                        + "</rsp:ClientIP><rsp:IdleTimeOut>PT7200.000S</rsp:IdleTimeOut>"
                        + "<rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams>"
                        + "</rsp:Shell>");
    }

    static String started(Request request, String commandId) {
        return envelope(
                SHELL + "/CommandResponse",
                request.messageId(),
                "<rsp:CommandResponse><rsp:CommandId>" + commandId + "</rsp:CommandId></rsp:CommandResponse>");
    }

    /** @param exitCode null while the command runs or has more to say */
    static String received(
            Request request, String commandId, String stdout, String stderr, @Nullable Integer exitCode) {
        var body = new StringBuilder("<rsp:ReceiveResponse>");
        stream(body, "stdout", commandId, stdout, exitCode != null);
        stream(body, "stderr", commandId, stderr, exitCode != null);
        body.append("<rsp:CommandState CommandId=\"").append(commandId).append("\" State=\"");
        body.append(SHELL).append("/CommandState/").append(exitCode == null ? "Running\"/>" : "Done\">");
        if (exitCode != null) {
            body.append("<rsp:ExitCode>")
                    .append(Integer.toUnsignedString(exitCode))
                    .append("</rsp:ExitCode></rsp:CommandState>");
        }
        return envelope(
                SHELL + "/ReceiveResponse",
                request.messageId(),
                body.append("</rsp:ReceiveResponse>").toString());
    }

    static String signalled(Request request) {
        return envelope(SHELL + "/SignalResponse", request.messageId(), "<rsp:SignalResponse/>");
    }

    static String sent(Request request) {
        return envelope(SHELL + "/SendResponse", request.messageId(), "<rsp:SendResponse/>");
    }

    static String deleted(Request request) {
        return envelope(TRANSFER + "/DeleteResponse", request.messageId(), "");
    }

    static String fault(String relatesTo, WsManFault fault, String machine) {
        return envelope(
                "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault",
                relatesTo,
                "<s:Fault><s:Code><s:Value>" + fault.side() + "</s:Value><s:Subcode><s:Value>" + fault.subcode()
                        + "</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"en-US\">" + fault.text()
                        + "</s:Text></s:Reason><s:Detail>"
                        + "<f:WSManFault xmlns:f=\"http://schemas.microsoft.com/wbem/wsman/1/wsmanfault\" Code=\""
                        + fault.code() + "\" Machine=\"" + escaped(machine) + "\"><f:Message>" + fault.text()
                        + "</f:Message></f:WSManFault></s:Detail></s:Fault>");
    }

    private static void stream(StringBuilder body, String name, String commandId, String base64, boolean last) {
        if (!base64.isEmpty()) {
            body.append("<rsp:Stream Name=\"")
                    .append(name)
                    .append("\" CommandId=\"")
                    .append(commandId);
            body.append("\">").append(base64).append("</rsp:Stream>");
        }
        if (last) {
            body.append("<rsp:Stream Name=\"")
                    .append(name)
                    .append("\" CommandId=\"")
                    .append(commandId);
            body.append("\" End=\"true\"></rsp:Stream>");
        }
    }

    private static String envelope(String action, String relatesTo, String body) {
        return "<s:Envelope xml:lang=\"en-US\"" + NAMESPACES + "><s:Header><a:Action>" + action
                + "</a:Action><a:MessageID>uuid:" + UUID.randomUUID().toString().toUpperCase(java.util.Locale.ROOT)
                + "</a:MessageID><a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To><a:RelatesTo>"
                + escaped(relatesTo) + "</a:RelatesTo></s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static Duration timeout(String text) {
        try {
            return text.isEmpty() ? Duration.ofSeconds(60) : Duration.parse(text);
        } catch (DateTimeParseException e) {
            return Duration.ofSeconds(60);
        }
    }

    /** What counts of a request. Of each kind the first, but all of a command's line. */
    private static final class Elements {

        private static final XMLInputFactory FACTORY = factory();

        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, String> commandIds = new HashMap<>();
        /** The command and its arguments, blanks and all. */
        private final List<String> line = new ArrayList<>();

        private @Nullable String shellId;
        private boolean asksIdentity;

        private static XMLInputFactory factory() {
            var factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            return factory;
        }

        static Elements of(byte[] body) throws IOException {
            var elements = new Elements();
            try {
                var reader = reader(body);
                while (reader.hasNext()) {
                    switch (reader.next()) {
                        case XMLStreamConstants.START_ELEMENT -> elements.add(reader);
                        case XMLStreamConstants.DTD -> throw new IOException("a document type");
                        default -> {
                            // of no use to a shell
                        }
                    }
                }
                return elements;
            } catch (XMLStreamException | MissingResourceException e) {
                // the second for malformed document types: Java's parser has no text for some of them
                throw new IOException("not XML", e);
            }
        }

        private static XMLStreamReader reader(byte[] body) throws XMLStreamException {
            // a factory is for one thread at a time, what it makes is independent of it
            synchronized (FACTORY) {
                return FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
            }
        }

        private void add(XMLStreamReader reader) throws XMLStreamException {
            var name = reader.getLocalName();
            switch (name) {
                case "Action", "ResourceURI", "MessageID", "OperationTimeout", "Code" ->
                    texts.putIfAbsent(name, reader.getElementText().strip());
                case "Command", "Arguments" -> line.add(reader.getElementText());
                case "DesiredStream", "Signal", "Stream" -> {
                    var id = reader.getAttributeValue(null, "CommandId");
                    commandIds.putIfAbsent(name, id == null ? "" : id);
                }
                case "Selector" -> {
                    if (shellId == null && "ShellId".equals(reader.getAttributeValue(null, "Name"))) {
                        shellId = reader.getElementText().strip();
                    }
                }
                case "Identify" -> asksIdentity = true;
                default -> {
                    // of no use to a shell
                }
            }
        }

        String text(String name) {
            return texts.getOrDefault(name, "");
        }

        @Nullable
        String commandId(String name) {
            return commandIds.get(name);
        }
    }
}
