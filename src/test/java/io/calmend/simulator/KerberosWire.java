package io.calmend.simulator;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.security.auth.Subject;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.ChannelBinding;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/** One connection of a client that logs in by Kerberos: sockets, JGSS and strings, and nothing of the simulator's own. */
final class KerberosWire implements AutoCloseable {

    static final String END_MARK = "--Encrypted Boundary--\r\n";

    private final Socket socket;
    private final String host;
    private String hostHeader;
    private final String scheme;
    private final GSSContext context;
    private final Subject subject;
    private final InputStream in;

    enum Binding {
        NONE,
        RIGHT,
        WRONG
    }

    /** @param body as it came */
    record Reply(int status, List<String> headers, byte[] body) {

        List<String> all(String name) {
            return headers.stream()
                    .filter(one -> one.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                    .map(one -> one.substring(name.length() + 2))
                    .toList();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** A token as it lies in a sealed body. @param front what stands before the cipher text */
    record Token(int saidLength, byte[] front, byte[] cipher) {

        byte[] whole() {
            var whole = Arrays.copyOf(front, front.length + cipher.length);
            System.arraycopy(cipher, 0, whole, front.length, cipher.length);
            return whole;
        }

        int flags() {
            return front[2];
        }

        int extraCount() {
            return ByteBuffer.wrap(front).getShort(4);
        }

        int rotation() {
            return ByteBuffer.wrap(front).getShort(6);
        }
    }

    private KerberosWire(Socket socket, String host, String service, String scheme, Subject subject, Binding binding)
            throws Exception {
        this.socket = socket;
        this.host = host;
        this.hostHeader = host;
        this.scheme = scheme;
        this.subject = subject;
        this.in = socket.getInputStream();
        socket.setSoTimeout(20_000);
        var manager = GSSManager.getInstance();
        context = Subject.callAs(subject, () -> {
            var mechanism = new Oid(scheme.equals("Kerberos") ? "1.2.840.113554.1.2.2" : "1.3.6.1.5.5.2");
            var peer = manager.createName(service + "/" + host, new Oid("1.2.840.113554.1.2.2.1"));
            var credential = manager.createCredential(
                    null, GSSCredential.DEFAULT_LIFETIME, mechanism, GSSCredential.INITIATE_ONLY);
            var fresh = manager.createContext(peer, mechanism, credential, GSSContext.DEFAULT_LIFETIME);
            fresh.requestMutualAuth(true);
            fresh.requestConf(true);
            fresh.requestInteg(true);
            fresh.requestReplayDet(true);
            fresh.requestSequenceDet(true);
            if (binding != Binding.NONE) {
                fresh.setChannelBinding(binding((SSLSocket) socket, binding));
            }
            return fresh;
        });
    }

    /** Over plain HTTP; not logged in yet. */
    static KerberosWire sealed(SimulatedNetwork network, String name, String scheme, Subject subject) throws Exception {
        return sealed(network, name, "HTTP", scheme, subject);
    }

    static KerberosWire sealed(SimulatedNetwork network, String name, String service, String scheme, Subject subject)
            throws Exception {
        var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), network.sealedPort());
        return new KerberosWire(socket, name + ".corp.example", service, scheme, subject, Binding.NONE);
    }

    /** Over HTTPS; not logged in yet. */
    static KerberosWire secure(SimulatedNetwork network, String name, Subject subject, Binding binding)
            throws Exception {
        var host = name + ".corp.example";
        var socket = (SSLSocket) Wire.trusting(network.authorityFile())
                .getSocketFactory()
                .createSocket("127.0.0.1", network.winRmPort());
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return new KerberosWire(socket, host, "HTTP", "Negotiate", subject, binding);
    }

    /** An account with its tickets. */
    static Subject account(SimulatedNetwork network, String name) throws LoginException {
        var account = network.domainAccount(name);
        return account(
                network,
                account.principal(),
                Map.of("useKeyTab", "true", "keyTab", account.keytab().toString()),
                null);
    }

    static Subject account(SimulatedNetwork network, String principal, String password) throws LoginException {
        return account(network, principal, Map.of(), password);
    }

    private static Subject account(
            SimulatedNetwork network, String principal, Map<String, String> proof, @Nullable String password)
            throws LoginException {
        System.setProperty("java.security.krb5.conf", network.krb5Conf().toString());
        var options = new HashMap<>(proof);
        options.put("principal", principal);
        options.put("isInitiator", "true");
        options.put("refreshKrb5Config", "true");
        var configuration = new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(
                            "com.sun.security.auth.module.Krb5LoginModule", LoginModuleControlFlag.REQUIRED, options)
                };
            }
        };
        var login = new LoginContext(
                "test",
                new Subject(),
                callbacks -> {
                    for (var callback : callbacks) {
                        if (callback instanceof PasswordCallback asked) {
                            asked.setPassword(password == null ? null : password.toCharArray());
                        }
                    }
                },
                configuration);
        login.login();
        return login.getSubject();
    }

    // ---- login

    /** The token, and the host's answer to it. */
    Reply logIn() throws Exception {
        return logIn("");
    }

    /** With a body, as clients do that do not seal. */
    Reply logIn(String body) throws Exception {
        return show(token(), body);
    }

    byte[] token() {
        return Subject.callAs(subject, () -> context.initSecContext(new byte[0], 0, 0));
    }

    /** Shows the host a token, be it this connection's or not. */
    Reply show(byte[] token) throws IOException {
        return post("Authorization: " + scheme + " " + Base64.getEncoder().encodeToString(token) + "\r\n", "");
    }

    private Reply show(byte[] token, String body) throws IOException {
        var reply = post(
                "Authorization: " + scheme + " " + Base64.getEncoder().encodeToString(token) + "\r\n"
                        + "Content-Type: application/soap+xml;charset=UTF-8\r\n",
                body);
        for (var answer : reply.all("WWW-Authenticate")) {
            if (answer.startsWith(scheme + " ")) {
                var theirs = Base64.getDecoder().decode(answer.substring(scheme.length() + 1));
                Subject.callAs(subject, () -> context.initSecContext(theirs, 0, theirs.length));
            }
        }
        return reply;
    }

    /** From now on its requests name another host than the one that its ticket is for. */
    void pretendToBeFor(String otherHost) {
        hostHeader = otherHost;
    }

    boolean isLoggedIn() {
        return context.isEstablished() && context.getConfState();
    }

    // ---- messages

    /** What a host says to a message that it got and answered as it should. */
    String say(String action, @Nullable String shell, String body) throws Exception {
        return unseal(tell(envelope(action, shell, body)));
    }

    /** Sends a message in Windows' layout. */
    Reply tell(String envelope) throws Exception {
        return tell(envelope, true, "\t");
    }

    Reply tell(String envelope, boolean rotated, String tab) throws Exception {
        var token = wrapped(envelope);
        var length = envelope.getBytes(StandardCharsets.UTF_8).length;
        if (!rotated) {
            rotate(token, length + 16);
            ByteBuffer.wrap(token).putShort(6, (short) 0);
        }
        return tellSealed(token, length, tab, rotated ? ";charset=UTF-8" : "");
    }

    /** The token of a message, in Windows' layout. */
    byte[] wrapped(String envelope) throws GSSException {
        var clear = envelope.getBytes(StandardCharsets.UTF_8);
        var token = context.wrap(clear, 0, clear.length, new MessageProp(0, true));
        var trailer = token.length - clear.length - 32;
        rotate(token, trailer);
        ByteBuffer.wrap(token).putShort(6, (short) trailer);
        return token;
    }

    Reply tellSealed(byte[] token, int length, String tab, String charset) throws IOException {
        var body = new ByteArrayOutputStream();
        body.writeBytes(("--Encrypted Boundary\r\n" + tab + "Content-Type: " + protocol() + "\r\n" + tab
                        + "OriginalContent: type=application/soap+xml" + charset + ";Length=" + length
                        + "\r\n--Encrypted Boundary\r\n" + tab + "Content-Type: application/octet-stream\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(token.length - length)
                .array());
        body.writeBytes(token);
        body.writeBytes(END_MARK.getBytes(StandardCharsets.US_ASCII));
        return post(
                "Content-Type: multipart/encrypted;protocol=\"" + protocol() + "\";boundary=\"Encrypted Boundary\"\r\n",
                body.toByteArray());
    }

    Reply tellClear(String envelope) throws IOException {
        return post("Content-Type: application/soap+xml;charset=UTF-8\r\n", envelope);
    }

    Reply identify() throws IOException {
        return post(
                "WSMANIDENTIFY: unauthenticated\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n",
                Wire.IDENTIFY);
    }

    private String protocol() {
        return "application/HTTP-" + (scheme.equals("Kerberos") ? "Kerberos" : "SPNEGO") + "-session-encrypted";
    }

    private static void rotate(byte[] token, int by) {
        var body = Arrays.copyOfRange(token, 16, token.length);
        for (int i = 0; i < body.length; i++) {
            token[16 + (i + by) % body.length] = body[i];
        }
    }

    Token token(Reply reply) {
        var text = new String(reply.body(), StandardCharsets.ISO_8859_1);
        var head = Pattern.compile("^--Encrypted Boundary\r\n\tContent-Type: " + protocol()
                        + "\r\n\tOriginalContent: type=application/soap\\+xml;charset=UTF-8;Length=(\\d+)"
                        + "\r\n--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n")
                .matcher(text);
        if (!head.find()) {
            throw new AssertionError(reply.status() + " not sealed: " + text);
        }
        if (!text.endsWith(END_MARK)) {
            throw new AssertionError("no end: " + text);
        }
        var front = ByteBuffer.wrap(reply.body(), head.end(), 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        var start = head.end() + 4;
        return new Token(
                Integer.parseInt(head.group(1)),
                Arrays.copyOfRange(reply.body(), start, start + front),
                Arrays.copyOfRange(reply.body(), start + front, reply.body().length - END_MARK.length()));
    }

    /** @throws GSSException if it was changed on the way */
    String unseal(Reply reply) throws GSSException {
        var seen = new MessageProp(0, false);
        var clear = unseal(reply, seen);
        if (!seen.getPrivacy()
                || seen.isDuplicateToken()
                || seen.isOldToken()
                || seen.isUnseqToken()
                || seen.isGapToken()) {
            throw new AssertionError("privacy " + seen.getPrivacy() + ", duplicate " + seen.isDuplicateToken());
        }
        return clear;
    }

    String unseal(Reply reply, MessageProp seen) throws GSSException {
        var token = token(reply).whole();
        return new String(context.unwrap(token, 0, token.length, seen), StandardCharsets.UTF_8);
    }

    // ---- a shell's messages

    String create() throws Exception {
        return Wire.first(
                say(Wire.TRANSFER + "/Create", null, Wire.NEW_SHELL), "<w:Selector Name=\"ShellId\">([0-9A-F-]+)<");
    }

    String command(String shell, String line) throws Exception {
        return Wire.first(say(Wire.SHELL + "/Command", shell, Wire.commandLine(line)), "<rsp:CommandId>([0-9A-F-]+)<");
    }

    String receive(String shell, String command) throws Exception {
        return say(Wire.SHELL + "/Receive", shell, Wire.desiredStream(command));
    }

    String envelope(String action, @Nullable String shell, String body) {
        var selector = shell == null
                ? ""
                : "<w:SelectorSet><w:Selector Name=\"ShellId\">" + shell + "</w:Selector></w:SelectorSet>";
        return Wire.envelope("http://" + host + "/wsman", action, selector, body);
    }

    // ---- HTTP

    Reply post(String headers, String body) throws IOException {
        return post(headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private Reply post(String headers, byte[] body) throws IOException {
        var all = new ByteArrayOutputStream();
        all.writeBytes(("POST /wsman HTTP/1.1\r\nHost: " + hostHeader + ":5985\r\n" + headers + "Content-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(body);
        socket.getOutputStream().write(all.toByteArray());
        socket.getOutputStream().flush();
        var status = Integer.parseInt(line().split(" ")[1]);
        var lines = new ArrayList<String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        var reply = new Reply(status, lines, new byte[0]);
        var length = Integer.parseInt(reply.all("Content-Length").getFirst());
        return new Reply(status, lines, in.readNBytes(length));
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** Whether the host has ended the connection. */
    boolean isEnded() throws IOException {
        return in.read() < 0;
    }

    private static ChannelBinding binding(SSLSocket socket, Binding binding) throws Exception {
        var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        var hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        if (binding == Binding.WRONG) {
            hash[0] ^= 1;
        }
        var prefix = "tls-server-end-point:".getBytes(StandardCharsets.US_ASCII);
        var application = Arrays.copyOf(prefix, prefix.length + hash.length);
        System.arraycopy(hash, 0, application, prefix.length, hash.length);
        // the only class that JGSS hashes as Windows does; the build exports its package
        return (ChannelBinding) Class.forName("sun.security.jgss.krb5.internal.TlsChannelBindingImpl")
                .getConstructor(byte[].class)
                .newInstance((Object) application);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
