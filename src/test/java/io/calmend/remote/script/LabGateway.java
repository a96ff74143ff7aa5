package io.calmend.remote.script;

import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.host.Change;
import io.calmend.host.Facet;
import io.calmend.peers.WindowsLab;
import io.calmend.remote.Answer;
import io.calmend.remote.HostChanger;
import io.calmend.remote.HostCommand;
import io.calmend.remote.HostObserver;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.transport.CommandOutput;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * For tests: both halves of the gateway with the Windows lab behind them and no network between. The scripts and the reading of
 * their answers are the product's own; the allow-list is not asked, so that tests can work below a key of their own.
 */
public final class LabGateway implements HostObserver, HostChanger {

    /** Any host: the lab is always the same. */
    public static final ManagedHost LAB = ManagedHosts.named("LAB");

    private static final String BEFORE = "powershell.exe -NoProfile -NonInteractive -Command \"";

    private final WindowsLab lab;
    private final boolean endToEnd;

    /** @param endToEnd through {@code cmd.exe} and a new PowerShell for each command, 16 times slower */
    public LabGateway(WindowsLab lab, boolean endToEnd) {
        this.lab = lab;
        this.endToEnd = endToEnd;
    }

    @Override
    public ObservationResult observe(ManagedHost host, Observation observation) {
        return HostAnswer.observationResult(run(HostScript.line(observation)), observation);
    }

    @Override
    public Answer change(ManagedHost host, HostCommand command, BooleanSupplier stillWanted) {
        return HostAnswer.answer(run(HostScript.line(command)), command);
    }

    @Override
    public Optional<List<List<Change>>> commands(List<Facet> facets, List<Change> changes) {
        return HostScript.commands(facets, changes);
    }

    /** The text of all scripts with an argument, for checks of the language. */
    public static List<String> scripts() {
        return HostScript.ALL.stream().map(script -> script.body() + "Main 'x'").toList();
    }

    CommandOutput run(String line) {
        var output = endToEnd ? lab.run(line) : lab.serve(line.substring(BEFORE.length(), line.length() - 1));
        return new CommandOutput(output.stdout(), output.stderr(), false, output.exitCode());
    }
}
