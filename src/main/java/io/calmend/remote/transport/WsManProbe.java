package io.calmend.remote.transport;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Sends single WS-Management requests in plain Java, to find out what Overthere does not report: whether the host is
 * WinRM at all, which authentication schemes it offers, and why it opens no shell.
 */
public final class WsManProbe implements AutoCloseable {

    private static final String IDENTIFY = """
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"\
             xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd">\
            <s:Header/><s:Body><wsmid:Identify/></s:Body></s:Envelope>""";

    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/cmd";

    private static final String HEAD = """
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"\
             xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"\
             xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"\
             xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell"><s:Header>\
            <a:To>%s</a:To><a:ReplyTo><a:Address s:mustUnderstand="true">\
            http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>\
            <w:MaxEnvelopeSize s:mustUnderstand="true">153600</w:MaxEnvelopeSize><a:MessageID>uuid:%s</a:MessageID>\
            <w:OperationTimeout>PT20S</w:OperationTimeout><w:ResourceURI s:mustUnderstand="true">""" + SHELL + """
            </w:ResourceURI><a:Action s:mustUnderstand="true">\
            http://schemas.xmlsoap.org/ws/2004/09/transfer/%s</a:Action>""";

    private static final String CREATE = HEAD + """
            </s:Header><s:Body><rsp:Shell><rsp:InputStreams>stdin</rsp:InputStreams>\
            <rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell></s:Body></s:Envelope>""";

    private static final String DELETE = HEAD + """
            <w:SelectorSet><w:Selector Name="ShellId">%s</w:Selector></w:SelectorSet></s:Header><s:Body/></s:Envelope>""";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    private static final Pattern SHELL_ID = Pattern.compile("[A-Za-z0-9-]{1," + AnswerBounds.LONGEST_ID + "}");

    private final URI address;
    private final HttpClient client;
    private final Duration timeout;

    /** @param trust null for plain HTTP */
    public WsManProbe(URI address, @Nullable SSLContext trust, Duration connectTimeout, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout);
        if (trust != null) {
            builder.sslContext(trust);
        }
        client = builder.build();
    }

    /**
     * An answer to a request without credentials.
     *
     * @param server the {@code Server} header, empty if there is none
     * @param schemes of the {@code WWW-Authenticate} headers, in lower case
     * @param product vendor and version from an {@code IdentifyResponse}, null if the answer is none
     */
    public record Reply(
            int status,
            String server,
            List<String> schemes,
            @Nullable String product) {

        /** Whether Windows' own HTTP server answered, which serves WinRM and much else. */
        public boolean isWindows() {
            return WindowsHttp.wrote(server);
        }
    }

    /** Sends {@code Identify}, without credentials. */
    public Reply identify() throws IOException, InterruptedException {
        return reply(send(IDENTIFY, "WSMANIDENTIFY", "unauthenticated"));
    }

    /** Sends a request without credentials, so that the refusal lists the schemes on offer. */
    public Reply schemes() throws IOException, InterruptedException {
        return reply(send(IDENTIFY));
    }

    /**
     * Opens a shell with Basic and closes it again.
     *
     * @return the number of the host's fault, 0 if the shell was opened, −1 if the host gives no number
     */
    public long shellFault(HostAccount account) throws IOException, InterruptedException {
        var password = account.password();
        if (password == null) {
            throw new IllegalArgumentException("Basic needs a password");
        }
        var basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((account.name() + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8));
        var answer = send(CREATE.formatted(address, UUID.randomUUID(), "Create"), "Authorization", basic);
        if (answer.statusCode() != 200) {
            var code = attribute(answer.body(), "WSManFault", "Code");
            return code != null && NUMBER.matcher(code).matches() ? Long.parseLong(code) : -1;
        }
        var shell = element(answer.body(), "ShellId");
        if (shell != null && SHELL_ID.matcher(shell).matches()) {
            send(DELETE.formatted(address, UUID.randomUUID(), "Delete", shell), "Authorization", basic);
        }
        return 0;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpResponse<String> send(String body, String... headers) throws IOException, InterruptedException {
        if (address.getHost() == null) {
            throw new IOException("Java's HTTP client takes no name with an underscore");
        }
        var request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/soap+xml;charset=UTF-8")
                .header("User-Agent", "Calmend")
                .timeout(timeout)
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        var answer = client.sendAsync(
                request.build(),
                BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), AnswerBounds.LARGEST_PROBE));
        try {
            var reply = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (RedirectedException.isRedirect(reply.statusCode())) {
                throw new RedirectedException(reply.statusCode());
            }
            return reply;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException network ? network : new IOException(failed.getCause());
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("no answer");
        } finally {
            answer.cancel(true);
        }
    }

    private static Reply reply(HttpResponse<String> answer) {
        var schemes = answer.headers().allValues("WWW-Authenticate").stream()
                .map(AuthenticationScheme::of)
                .distinct()
                .limit(AnswerBounds.MOST_SCHEMES)
                .toList();
        String product = null;
        if (answer.statusCode() == 200 && element(answer.body(), "ProtocolVersion") != null) {
            var vendor = element(answer.body(), "ProductVendor");
            var version = element(answer.body(), "ProductVersion");
            product = ConnectionFailure.line((vendor == null ? "" : vendor) + " " + (version == null ? "" : version));
        }
        return new Reply(
                answer.statusCode(),
                ConnectionFailure.line(answer.headers().firstValue("Server").orElse("")),
                schemes,
                product);
    }

    /** The text of the first element with that local name, null if there is none or the text is not XML. */
    private static @Nullable String element(String xml, String name) {
        return first(xml, name, XMLStreamReader::getElementText);
    }

    private static @Nullable String attribute(String xml, String name, String attribute) {
        return first(xml, name, reader -> reader.getAttributeValue(null, attribute));
    }

    private interface Reading {
        @Nullable
        String of(XMLStreamReader reader) throws XMLStreamException;
    }

    private static @Nullable String first(String xml, String name, Reading reading) {
        try {
            var reader = UntrustedXml.reader(xml);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT
                        && (reader.getLocalName().equals(name)
                                // a shell's id is also sent as the selector of that name
                                || name.equals("ShellId")
                                        && reader.getLocalName().equals("Selector")
                                        && "ShellId".equals(reader.getAttributeValue(null, "Name")))) {
                    return reading.of(reader);
                }
            }
            return null;
        } catch (XMLStreamException | RuntimeException malformed) {
            return null;
        }
    }
}
