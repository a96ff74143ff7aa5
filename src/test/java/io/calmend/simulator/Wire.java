package io.calmend.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A WS-Management client of a few lines, over the JDK's own HTTP client with strict checks of certificate and name. */
final class Wire implements AutoCloseable {

    static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";

    static final String IDENTIFY = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header/><s:Body>"
            + "<i:Identify xmlns:i=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\"/>"
            + "</s:Body></s:Envelope>";
    static final String NEW_SHELL =
            "<rsp:Shell><rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>";

    private final HttpClient client;
    private final URI address;
    private final String authorization;

    Wire(SimulatedNetwork network, String host, String user, String password) {
        this(trusting(network.authorityFile()), network.winRmPort(), host, user, password);
    }

    Wire(SSLContext trust, int port, String host, String user, String password) {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust)
                .build();
        address = URI.create("https://" + host + ":" + port + "/wsman");
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static Wire workstation(SimulatedNetwork network, String name) {
        return new Wire(
                network,
                name + ".corp.example",
                PortalAccount.WORKSTATIONS.user(),
                PortalAccount.WORKSTATIONS.password());
    }

    static SSLContext trusting(Path authority) {
        try (var in = Files.newInputStream(authority)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    record Ran(String stdout, String stderr, long exitCode) {}

    /** Create, Command, Receive until done, Signal, Delete. */
    Ran run(String line) throws IOException, InterruptedException {
        var shell = create();
        var command = command(shell, line);
        var stdout = new StringBuilder();
        var stderr = new StringBuilder();
        while (true) {
            var received = receive(shell, command);
            stdout.append(stream(received, "stdout"));
            stderr.append(stream(received, "stderr"));
            if (received.contains("CommandState/Done")) {
                var exitCode = Long.parseLong(first(received, "<rsp:ExitCode>(\\d+)<"));
                send(
                        SHELL + "/Signal",
                        shell,
                        "<rsp:Signal CommandId=\"" + command + "\"><rsp:Code>" + SHELL
                                + "/signal/terminate</rsp:Code></rsp:Signal>");
                send(TRANSFER + "/Delete", shell, "");
                return new Ran(stdout.toString(), stderr.toString(), exitCode);
            }
        }
    }

    String create() throws IOException, InterruptedException {
        return first(
                expect(200, send(TRANSFER + "/Create", null, NEW_SHELL)), "<w:Selector Name=\"ShellId\">([0-9A-F-]+)<");
    }

    String command(String shell, String line) throws IOException, InterruptedException {
        return first(expect(200, send(SHELL + "/Command", shell, commandLine(line))), "<rsp:CommandId>([0-9A-F-]+)<");
    }

    String receive(String shell, String command) throws IOException, InterruptedException {
        return expect(200, receiveRaw(shell, command));
    }

    HttpResponse<String> receiveRaw(String shell, String command) throws IOException, InterruptedException {
        return send(SHELL + "/Receive", shell, desiredStream(command));
    }

    static String commandLine(String line) {
        return "<rsp:CommandLine><rsp:Command>" + escaped(line) + "</rsp:Command></rsp:CommandLine>";
    }

    static String desiredStream(String command) {
        return "<rsp:Receive><rsp:DesiredStream CommandId=\"" + command
                + "\">stdout stderr</rsp:DesiredStream></rsp:Receive>";
    }

    HttpResponse<String> send(String action, String shell, String body) throws IOException, InterruptedException {
        return post(
                HttpRequest.newBuilder(address).header("Authorization", authorization), envelope(action, shell, body));
    }

    HttpResponse<String> sendWithoutCredentials(String action) throws IOException, InterruptedException {
        return post(HttpRequest.newBuilder(address), envelope(action, null, ""));
    }

    HttpResponse<String> identify() throws IOException, InterruptedException {
        return post(HttpRequest.newBuilder(address).header("WSMANIDENTIFY", "unauthenticated"), IDENTIFY);
    }

    HttpResponse<String> post(HttpRequest.Builder request, String body) throws IOException, InterruptedException {
        return client.send(
                request.header("Content-Type", "application/soap+xml;charset=UTF-8")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String envelope(String action, String shell, String body) {
        var selector = shell == null
                ? ""
                : "<w:SelectorSet><w:Selector Name=\"ShellId\">" + shell + "</w:Selector></w:SelectorSet>";
        return envelope(address.toString(), action, selector, body);
    }

    /** @param selector the element that names the shell, empty if there is none yet */
    static String envelope(String to, String action, String selector, String body) {
        return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
                + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" xmlns:rsp=\"" + SHELL + "\"><s:Header>"
                + "<a:To>" + to + "</a:To><a:MessageID>uuid:" + UUID.randomUUID() + "</a:MessageID>"
                + "<a:Action>" + action + "</a:Action><w:ResourceURI>" + SHELL + "/cmd</w:ResourceURI>"
                + "<w:OperationTimeout>PT1S</w:OperationTimeout>" + selector + "</s:Header><s:Body>" + body
                + "</s:Body></s:Envelope>";
    }

    private static String expect(int status, HttpResponse<String> response) {
        if (response.statusCode() != status) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    static String first(String text, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static String stream(String received, String name) {
        var out = new StringBuilder();
        var matcher = Pattern.compile("<rsp:Stream Name=\"" + name + "\" CommandId=\"[^\"]+\">([^<]+)<")
                .matcher(received);
        while (matcher.find()) {
            out.append(new String(Base64.getDecoder().decode(matcher.group(1)), StandardCharsets.UTF_8));
        }
        return out.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    @Override
    public void close() {
        client.close();
    }
}
