package io.calmend.remote.wsman;

import io.calmend.remote.transport.AuthenticationScheme;
import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.RedirectedException;
import io.calmend.remote.transport.WindowsHttp;
import io.calmend.vocabulary.FailureReason;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Forwards the messages of one command from a {@link Relay} to one host, with one account. Remembers what went wrong
 * between relay and host, because the client in front of the relay only gets a status number.
 */
public final class HostRoute implements AutoCloseable {

    /** The client's names for messages that carry no command; any other message may carry it. */
    private static final Set<String> HARMLESS = Set.of("Shell", "Receive", "Send", "Signal");

    /** The status for an answer that the relay did not get or may not pass on. */
    private static final int BAD_GATEWAY = 502;

    private final String address;
    private final String path;
    private final String password;
    private final String host;
    private final InetAddress[] addresses;
    private final Endpoint endpoint;
    private final HostAccount account;
    private final Runnable closing;
    private final AnswerAllowance allowance = new AnswerAllowance();
    private final Set<Leg> legs = ConcurrentHashMap.newKeySet();
    /** Connections to the host that are idle; guarded by this. */
    private final Deque<HostHttp> kept = new ArrayDeque<>();
    /** The host's answer to a request without credentials; kept for accounts that authenticate each message. */
    private volatile @Nullable Passed challenge;

    private volatile @Nullable ConnectionFailure failure;
    private boolean commandLeft;
    private boolean closed;

    /** @param address the relay's own, in front of {@code path} */
    HostRoute(
            String address,
            String path,
            String password,
            String host,
            InetAddress[] addresses,
            Endpoint endpoint,
            HostAccount account,
            Runnable closing) {
        this.address = address;
        this.path = path;
        this.password = password;
        this.host = host;
        this.addresses = addresses;
        this.endpoint = endpoint;
        this.account = account;
        this.closing = closing;
    }

    /** The path to which the client has to post. */
    public String path() {
        return path;
    }

    /** The password that the client uses for Basic, in place of the account's; of no use anywhere else. */
    public String password() {
        return password;
    }

    /**
     * Whether any part of the message with the command may have been sent to the host. Final once this route is
     * closed.
     */
    public synchronized boolean commandLeft() {
        return commandLeft;
    }

    /** Whether a message may still be sent; if so, it counts as sent from then on. */
    private synchronized boolean leaves(boolean command) {
        commandLeft |= command && !closed;
        return !closed;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /**
     * The first thing that went wrong with the host or the connection to it; null if all its answers were passed on.
     */
    public @Nullable ConnectionFailure failure() {
        return failure;
    }

    /** Ends running exchanges; nothing is forwarded any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        closing.run();
        legs.forEach(Leg::abort);
        for (var unused = taken(); unused != null; unused = taken()) {
            unused.close();
        }
    }

    private synchronized @Nullable HostHttp taken() {
        return kept.poll();
    }

    private synchronized boolean isKept(HostHttp http) {
        return !closed && kept.offer(http);
    }

    /** Whether each message carries the credentials; with Kerberos the connection is signed in instead. */
    private boolean signsInWithEachMessage() {
        return !account.isKerberos() && account.password() != null;
    }

    /** An answer for the client. */
    record Passed(int status, String contentType, List<String> schemes, byte[] body) {}

    /** @param client served by the calling thread, which must be a virtual one */
    Leg leg(Socket client) {
        var leg = new Leg(client);
        legs.add(leg);
        if (isClosed()) {
            leg.abort();
        }
        return leg;
    }

    /**
     * One connection of the client, which opens a new one for each message, and one to the host. With Kerberos the
     * connection to the host is signed in and is closed together with the leg; with Basic it is kept for the next
     * message.
     */
    final class Leg implements Closeable {

        private final Socket client;
        /** Interrupted to end what it waits for: that closes the socket of a virtual thread, even in a handshake. */
        private final Thread worker = Thread.currentThread();

        private volatile @Nullable HostHttp http;
        /** Whether the answer to a message is incomplete: then the connection cannot be used for another message. */
        private boolean midway;

        private Leg(Socket client) {
            this.client = client;
        }

        HostRoute route() {
            return HostRoute.this;
        }

        Passed pass(
                byte[] body,
                @Nullable String contentType,
                @Nullable String soapAction,
                @Nullable String authorization) {
            var known = challenge;
            if (authorization == null && known != null) {
                return known;
            }
            try {
                var headers = new HashMap<String, String>();
                if (contentType != null) {
                    headers.put("Content-Type", contentType);
                }
                if (soapAction != null) {
                    headers.put("SOAPAction", soapAction);
                }
                if (authorization != null) {
                    headers.put("Authorization", credentials(authorization));
                }
                var open = alive();
                if (!leaves(soapAction == null || !HARMLESS.contains(soapAction))) {
                    throw new IOException("given up");
                }
                midway = true;
                var reply = open.post(asForTheHost(body), headers);
                midway = false;
                if (!reply.keepAlive()) {
                    open.close();
                }
                var passed = passed(reply);
                if (authorization == null && passed.status() == 401 && signsInWithEachMessage()) {
                    challenge = passed;
                }
                return passed;
            } catch (IOException lost) {
                return failed(ConnectionFailure.of(lost));
            }
        }

        /** Replaces the relay's address by the host's, because the message contains its recipient. */
        private byte[] asForTheHost(byte[] body) {
            return new String(body, StandardCharsets.UTF_8)
                    .replace(address + path, endpoint.address(host))
                    .getBytes(StandardCharsets.UTF_8);
        }

        private Passed passed(HostHttp.Reply reply) throws IOException {
            if (RedirectedException.isRedirect(reply.status())) {
                throw new RedirectedException(reply.status());
            }
            return switch (reply.status()) {
                case 200, 401, 500 ->
                    reply.status() != 200 || reply.isSoap()
                            ? RelayedAnswer.of(reply, allowance)
                            : failed(new ConnectionFailure(FailureReason.NOT_WINRM, "no SOAP"));
                default ->
                    failed(new ConnectionFailure(
                            WindowsHttp.failure(reply.status(), reply.server()), "HTTP " + reply.status()));
            };
        }

        private Passed failed(ConnectionFailure why) {
            if (failure == null) {
                failure = why;
            }
            var open = http;
            if (open != null) {
                open.close();
            }
            return new Passed(BAD_GATEWAY, "", List.of(), new byte[0]);
        }

        private HostHttp alive() throws IOException {
            var open = http == null ? taken() : http;
            http = open;
            if (open != null && open.isOpen() && open.isAlive()) {
                return open;
            }
            if (open != null) {
                open.close();
            }
            var fresh = HostHttp.connect(host, addresses, endpoint);
            http = fresh;
            if (isClosed()) {
                fresh.abort();
            }
            fresh.timeout(endpoint.answerTimeout());
            return fresh;
        }

        /** Replaces the client's credentials for this route by the account's own. */
        private String credentials(String given) throws IOException {
            var scheme = AuthenticationScheme.of(given);
            var real = account.password();
            if (!signsInWithEachMessage() || real == null) {
                if (!scheme.equals("negotiate") && !scheme.equals("kerberos")) {
                    throw new IOException("credentials of another kind than the account's");
                }
                return given;
            }
            if (!scheme.equals("basic") || !isOfThisRoute(given)) {
                throw new IOException("credentials of another kind than the account's");
            }
            var pair = account.name() + ":" + real.reveal();
            return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        }

        private boolean isOfThisRoute(String given) {
            var words = given.strip().split("\\s+", 2);
            try {
                return words.length == 2
                        && new String(Base64.getDecoder().decode(words[1].strip()), StandardCharsets.UTF_8)
                                .endsWith(":" + password);
            } catch (IllegalArgumentException noBase64) {
                return false;
            }
        }

        private void abort() {
            worker.interrupt();
            var open = http;
            if (open != null) {
                open.abort();
            }
            try {
                client.close();
            } catch (IOException gone) {
                // the connection was to be closed anyway
            }
        }

        @Override
        public void close() {
            legs.remove(this);
            var open = http;
            if (open != null && !(signsInWithEachMessage() && !midway && open.isOpen() && isKept(open))) {
                open.close();
            }
        }
    }
}
