package io.calmend.simulator;

import io.calmend.host.FacetState;
import io.calmend.host.WindowsService;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.TreeTarget;
import io.calmend.simulator.CommandEngine.Output;
import io.calmend.simulator.Fault.Moment;
import io.calmend.simulator.Fault.Pause;
import io.calmend.simulator.Fault.Sealing.Kind;
import io.calmend.simulator.Http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One Windows machine: its accounts, its shells, what goes wrong with it, and the engine that runs its commands. */
final class SimulatedHost implements HostControl {

    private static final int OVERSIZED = 40 * 1024 * 1024;

    private final CastMember member;
    private final Clock clock;
    private final Map<String, String> accounts;
    private final Faults faults = new Faults();
    private final ModelledHost model;
    private volatile CommandEngine engine;

    private final Map<String, HostedShell> shells = new ConcurrentHashMap<>();
    private final List<Command> commands = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private int held;
    private long releases;

    /** The connection ends here, without an answer. */
    static final class ConnectionDropped extends IOException {}

    SimulatedHost(CastMember member, Map<String, String> accounts, Clock clock) {
        this.member = member;
        this.clock = clock;
        this.accounts = Map.copyOf(accounts);
        this.model = new ModelledHost(member, clock, faults);
        this.engine = model;
        reset();
    }

    CastMember member() {
        return member;
    }

    /** Back to what it was at the start. */
    void reset() {
        clearFaults();
        shells.values().forEach(HostedShell::end);
        shells.clear();
        forgetCommands();
        model.reset();
        engine = model;
        member.faults().forEach(this::inject);
    }

    CommandEngine model() {
        return model;
    }

    void runOn(CommandEngine other) {
        engine = other;
    }

    // ---- what a test or the demo steers

    @Override
    public String name() {
        return member.dnsName();
    }

    @Override
    public void inject(Fault fault, When when) {
        faults.add(fault, when);
    }

    @Override
    public void clearFaults() {
        faults.clear();
        release();
    }

    @Override
    public boolean awaitHeld(Duration timeout) throws InterruptedException {
        var left = timeout.toNanos();
        lock.lock();
        try {
            while (held == 0) {
                if (left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void release() {
        faults.remove(Fault.Held.class);
        lock.lock();
        try {
            releases++;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Command> commands() {
        synchronized (commands) {
            return List.copyOf(commands);
        }
    }

    @Override
    public void forgetCommands() {
        synchronized (commands) {
            commands.clear();
        }
    }

    @Override
    public int shells() {
        return shells.size();
    }

    @Override
    public ObservedTree observe(TreeTarget target) {
        return model.registry().observeAsSystem(target);
    }

    void runServices(Map<WindowsService, FacetState.ServiceRun> services) {
        model.services().set(services);
    }

    void tamper(List<RegistryChange> changes) {
        model.registry().apply(changes);
    }

    Fault.WrongCertificate.@Nullable Certificate wrongCertificate() {
        var fault = faults.present(Fault.WrongCertificate.class);
        return fault == null ? null : fault.certificate();
    }

    // ---- the wire

    /**
     * Who sends a request.
     *
     * @param principal who has logged in on the connection by Kerberos, null if nobody has
     */
    record Caller(String address, boolean tls, @Nullable String principal) {}

    /** How a connection goes on after an answer. */
    enum ConnectionEnd {
        STAYS,
        CLOSED,
        CLOSED_SILENTLY,
        TOO_LONG
    }

    record Answer(Response response, ConnectionEnd ending, Fault.Sealing.@Nullable Kind spoilt) {

        Answer(Response response) {
            this(response, ConnectionEnd.STAYS, null);
        }

        Answer with(Http.Header header) {
            return new Answer(response.with(header), ending, spoilt);
        }

        Answer sealedBy(KerberosSession session) {
            return new Answer(session.seal(response, spoilt), ending, null);
        }
    }

    boolean isWinRm(Http.Request request) {
        return faults.present(Fault.NotWinRm.class) == null
                && faults.present(Fault.HttpStatus.class) == null
                && request.path().equals("/wsman");
    }

    Fault.@Nullable ForgedKerberosError forgedKerberosError() {
        return faults.present(Fault.ForgedKerberosError.class);
    }

    /** Whether a sign-in by Kerberos is checked. */
    boolean letsIn() {
        return faults.present(Fault.KerberosNotOffered.class) == null
                && faults.strikes(Fault.TicketRefused.class, null) == null;
    }

    boolean wantsBinding() {
        return faults.present(Fault.StrictBinding.class) != null;
    }

    /** What a 401 names. */
    List<String> schemes(boolean tls) {
        var basic = "Basic realm=\"WSMAN\"";
        if (faults.present(Fault.KerberosNotOffered.class) != null) {
            return List.of(basic);
        }
        return tls && faults.present(Fault.BasicNotOffered.class) == null
                ? List.of("Negotiate", "Kerberos", basic)
                : List.of("Negotiate", "Kerberos");
    }

    /** Answers one HTTP request. @throws ConnectionDropped if a fault breaks the connection */
    Answer answer(Http.Request request, Caller caller) throws ConnectionDropped, InterruptedException {
        if (faults.present(Fault.NotWinRm.class) != null) {
            return new Answer(Response.html(404, "Not Found", "nginx/1.22.1"));
        }
        var status = faults.present(Fault.HttpStatus.class);
        if (status != null) {
            return new Answer(Response.html(status.status(), "", Response.SERVER));
        }
        if (!isWinRm(request)) {
            return new Answer(Response.html(404, "Not Found", Response.SERVER));
        }
        var redirected = faults.strikes(Fault.Redirected.class, fault -> fault.message() == asked(request), null);
        if (redirected != null) {
            return new Answer(
                    Response.empty(redirected.status()).with(new Http.Header("Location", redirected.target())));
        }
        if (request.header("wsmanidentify") != null) {
            return ended(identify(request), Message.IDENTIFY, null, caller);
        }
        var account = caller.principal() != null
                ? caller.principal()
                : caller.tls() ? account(request.header("authorization")) : null;
        if (account == null) {
            return new Answer(Response.unauthorised(schemes(caller.tls())));
        }
        WsMan.Request message;
        try {
            message = WsMan.read(request.body());
        } catch (IOException e) {
            return WsMan.asksIdentity(request.body())
                    ? ended(identify(request), Message.IDENTIFY, null, caller)
                    : new Answer(fault("", WsManFault.BAD_REQUEST));
        }
        var shell = message.shellId() == null ? null : shells.get(message.shellId());
        var verb = switch (message.message()) {
            case IDENTIFY, CREATE -> null;
            case COMMAND -> CommandKind.of(message.commandLine());
            case SEND, RECEIVE, SIGNAL, DELETE -> shell == null ? null : shell.verb();
        };
        return ended(respond(message, shell, verb, account, caller.address()), message.message(), verb, caller);
    }

    /** What is asked, as far as it can be told before anybody has signed in. */
    private static @Nullable Message asked(Http.Request request) {
        if (WsMan.asksIdentity(request.body())) {
            return Message.IDENTIFY;
        }
        try {
            return WsMan.read(request.body()).message();
        } catch (IOException noMessage) {
            return null;
        }
    }

    private Answer ended(Response response, Message message, @Nullable CommandKind verb, Caller caller) {
        if (faults.strikes(Fault.TooLong.class, fault -> fault.message() == message, verb) != null) {
            return new Answer(response, ConnectionEnd.TOO_LONG, null);
        }
        var sealed = !caller.tls() && caller.principal() != null;
        var sealing = faults.strikes(
                Fault.Sealing.class,
                fault -> fault.message() == message && (sealed || fault.kind() == Kind.CONNECTION_CLOSE),
                verb);
        var spoilt = sealing == null ? null : sealing.kind();
        if (spoilt == Kind.CONNECTION_CLOSE) {
            return new Answer(response, ConnectionEnd.CLOSED, spoilt);
        }
        var silently = faults.strikes(Fault.ClosedWhenIdle.class, verb) != null;
        return new Answer(response, silently ? ConnectionEnd.CLOSED_SILENTLY : ConnectionEnd.STAYS, spoilt);
    }

    private Response respond(
            WsMan.Request message,
            @Nullable HostedShell shell,
            @Nullable CommandKind verb,
            String account,
            String client)
            throws ConnectionDropped, InterruptedException {
        var slow = faults.strikes(Fault.Slow.class, verb);
        if (slow != null) {
            Thread.sleep(slow.delay());
        }
        var refused = faults.strikes(Fault.Refused.class, fault -> fault.message() == message.message(), verb);
        if (refused != null) {
            return fault(message.messageId(), refused.fault());
        }
        var dropped = faults.strikes(Fault.Dropped.class, fault -> fault.message() == message.message(), verb);
        if (dropped != null && dropped.moment() == Moment.BEFORE_READING) {
            throw new ConnectionDropped();
        }
        if (!administers(account)) {
            return fault(message.messageId(), WsManFault.ACCESS_DENIED);
        }
        if (message.message() != Message.CREATE && shell == null) {
            return fault(message.messageId(), WsManFault.SHELL_NOT_FOUND);
        }
        var response = act(message, shell, verb, account, client);
        if (faults.strikes(Fault.Silent.class, fault -> fault.message() == message.message(), verb) != null) {
            Thread.sleep(Duration.ofMinutes(1));
        }
        if (dropped != null) {
            if (dropped.moment() == Moment.AFTER_EXECUTING && shell != null) {
                shell.awaitCommands();
            }
            throw new ConnectionDropped();
        }
        if (faults.strikes(Fault.Garbled.class, fault -> fault.message() == message.message(), verb) != null) {
            return Response.soap(200, "", "<s:Envelope><s:Body><un");
        }
        var stuffed = faults.strikes(Fault.Stuffed.class, fault -> fault.message() == message.message(), verb);
        return stuffed == null
                ? response
                : Response.soap(
                        response.status(),
                        "",
                        Stuffing.into(new String(response.body(), StandardCharsets.UTF_8), stuffed));
    }

    private Response identify(Http.Request request) throws ConnectionDropped, InterruptedException {
        var slow = faults.strikes(Fault.Slow.class, null);
        if (slow != null) {
            Thread.sleep(slow.delay());
        }
        if (faults.strikes(Fault.Dropped.class, fault -> fault.message() == Message.IDENTIFY, null) != null) {
            throw new ConnectionDropped();
        }
        if (faults.strikes(Fault.Garbled.class, fault -> fault.message() == Message.IDENTIFY, null) != null) {
            return Response.soap(200, "", "<s:Envelope><s:Body><un");
        }
        return WsMan.asksIdentity(request.body())
                ? Response.soap(200, "", WsMan.identity())
                : fault("", WsManFault.BAD_REQUEST);
    }

    private Response act(
            WsMan.Request message,
            @Nullable HostedShell shell,
            @Nullable CommandKind verb,
            String account,
            String client)
            throws InterruptedException {
        if (shell == null) {
            var created = new HostedShell(account);
            shells.put(created.id, created);
            return Response.soap(200, "", WsMan.created(message, created.id, account, client));
        }
        return switch (message.message()) {
            case IDENTIFY, CREATE -> fault(message.messageId(), WsManFault.BAD_REQUEST);
            case COMMAND -> {
                var line = message.commandLine();
                var kind = verb == null ? CommandKind.OTHER : verb;
                var number = record(account, kind, line);
                var command = shell.start(kind, () -> run(kind, line, number));
                yield Response.soap(200, "", WsMan.started(message, command.id));
            }
            case SEND -> Response.soap(200, "", WsMan.sent(message));
            case RECEIVE -> receive(message, shell);
            case SIGNAL -> {
                if (message.terminate()) {
                    shell.command(message.commandId()).ifPresent(HostedShell.RunningCommand::end);
                }
                yield Response.soap(200, "", WsMan.signalled(message));
            }
            case DELETE -> {
                shells.remove(shell.id);
                shell.end();
                yield Response.soap(200, "", WsMan.deleted(message));
            }
        };
    }

    private Response receive(WsMan.Request message, HostedShell shell) throws InterruptedException {
        var command = shell.command(message.commandId()).orElse(null);
        if (command == null) {
            return fault(message.messageId(), WsManFault.ABORTED);
        }
        if (faults.strikes(Fault.NothingSaid.class, null) != null) {
            return Response.soap(200, "", WsMan.received(message, command.id, "", "", null));
        }
        if (!command.await(message.timeout())) {
            return fault(message.messageId(), WsManFault.TIMED_OUT);
        }
        var piece = command.next();
        return Response.soap(
                200, "", WsMan.received(message, command.id, piece.stdout(), piece.stderr(), piece.exitCode()));
    }

    private Output run(CommandKind verb, String line, int number) throws InterruptedException {
        pause(Pause.BEFORE_EXECUTING, verb);
        var takes = faults.strikes(Fault.HostTime.class, verb);
        if (takes != null) {
            Thread.sleep(takes.duration());
        }
        var output = spoilt(engine.run(line, () -> pause(Pause.WHILE_CHANGING, verb)), verb);
        finish(number, output.exitCode());
        pause(Pause.AFTER_EXECUTING, verb);
        return output;
    }

    private Output spoilt(Output output, CommandKind verb) {
        var bad = faults.strikes(Fault.BadOutput.class, verb);
        if (bad == null) {
            return output;
        }
        var text = new String(output.stdout(), StandardCharsets.UTF_8);
        return switch (bad.kind()) {
            case OVERSIZED ->
                Output.of("CALMEND BEGIN 99999999\r\n" + ("A".repeat(1000) + "\r\n").repeat(OVERSIZED / 1002));
            case TRUNCATED -> Output.of(text.substring(0, text.length() / 2));
            case NO_MARKS -> Output.of("The operation completed successfully.\r\n");
            case NOT_JSON -> Output.of(ModelledHost.framed("[1,2"));
            case WRONG_DIGEST ->
                Output.of(ModelledHost.framed(ModelledHost.unframed(text)
                        .replaceAll("\"digest\":\"[^\"]{4}", "\"digest\":\"AAAA")
                        .replaceAll("\"now\":\\[\"[^\"]{4}", "\"now\":[\"AAAA")));
        };
    }

    private void pause(Pause moment, CommandKind verb) throws InterruptedException {
        var seen = releasesSoFar();
        if (faults.strikes(Fault.Held.class, fault -> fault.moment() == moment, verb) == null) {
            return;
        }
        lock.lockInterruptibly();
        try {
            held++;
            moved.signalAll();
            try {
                while (releases == seen) {
                    moved.await(1, TimeUnit.MINUTES);
                }
            } finally {
                held--;
            }
        } finally {
            lock.unlock();
        }
    }

    private long releasesSoFar() {
        lock.lock();
        try {
            return releases;
        } finally {
            lock.unlock();
        }
    }

    private int record(String account, CommandKind verb, String line) {
        synchronized (commands) {
            var number = commands.size() + 1;
            commands.add(new Command(number, clock.instant(), account, verb, line, null));
            return number;
        }
    }

    private void finish(int number, int exitCode) {
        synchronized (commands) {
            if (number <= commands.size()) {
                var one = commands.get(number - 1);
                commands.set(
                        number - 1, new Command(number, one.at(), one.account(), one.verb(), one.line(), exitCode));
            }
        }
    }

    private boolean administers(String account) {
        return accounts.containsKey(account)
                || Arrays.stream(DomainAccount.values())
                        .anyMatch(one -> one.principal().equals(account) && one.administers(member));
    }

    /** The account that a request shows credentials for; null if it shows none, or wrong ones. */
    private @Nullable String account(@Nullable String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, "Basic ", 0, 6)
                || faults.present(Fault.WrongPassword.class) != null
                || faults.present(Fault.BasicNotOffered.class) != null) {
            return null;
        }
        String pair;
        try {
            pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
        var colon = pair.indexOf(':');
        if (colon < 0) {
            return null;
        }
        var name = pair.substring(0, colon);
        return pair.substring(colon + 1).equals(accounts.get(name)) ? name : null;
    }

    private Response fault(String relatesTo, WsManFault fault) {
        return Response.soap(500, "", WsMan.fault(relatesTo, fault, name()));
    }
}
