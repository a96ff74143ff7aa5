package io.calmend.simulator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The network as a process of its own, so that it outlives a portal that is killed.
 *
 * <p>Prints one line of JSON when it is ready: {@code authority}, {@code names} and {@code krb5Conf} (files),
 * {@code winRm}, {@code sealed} and {@code ldaps} (ports), {@code settings} (properties of the portal). Then it takes orders, one line of JSON each, as {@link ControlLine}
 * describes them, answers each with one line, and ends when its standard input ends.
 */
public final class SimulatorMain {

    private static final JsonMapper JSON = JsonMapper.shared();

    private SimulatorMain() {}

    /** @param arguments the folder for its files, and perhaps how many more hosts there are */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0 || arguments.length > 2) {
            System.err.println("expected: the folder for the network's files, and perhaps a number of more hosts");
            System.exit(2);
        }
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // what libraries log must not get between the answers
        System.setOut(System.err);
        quieten();
        try (var network = SimulatedNetwork.start(
                        Path.of(arguments[0]),
                        Clock.systemUTC(),
                        arguments.length == 2 ? Integer.parseInt(arguments[1]) : 0);
                var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var ready = JSON.createObjectNode();
            ready.put("authority", network.authorityFile().toString());
            ready.put("names", network.namesFile().toString());
            ready.put("krb5Conf", network.krb5Conf().toString());
            ready.put("winRm", network.winRmPort());
            ready.put("sealed", network.sealedPort());
            ready.put("ldaps", network.directory().port());
            var settings = ready.putObject("settings");
            network.settings().forEach(settings::put);
            out.println(ready);
            var orders = new ControlLine(network);
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                out.println(orders.obey(line));
            }
        }
        // the directory's own threads would keep the process alive
        System.exit(0);
    }

    /** Libraries log warnings only; to the KDC each refusal that a test wants is one. */
    private static void quieten() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        ((Logger) LoggerFactory.getLogger("org.apache.kerby")).setLevel(Level.ERROR);
    }
}
