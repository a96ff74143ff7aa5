package io.calmend.remote.script;

import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.peers.WindowsLab;
import io.calmend.registry.Observation;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.Answer;
import io.calmend.remote.HostChange;
import io.calmend.remote.HostChanger;
import io.calmend.remote.HostObserver;
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
    public Answer change(ManagedHost host, HostChange change, BooleanSupplier stillWanted) {
        return HostAnswer.answer(run(HostScript.line(change)), change);
    }

    @Override
    public Optional<List<List<RegistryChange>>> commands(List<TreeTarget> targets, List<RegistryChange> changes) {
        return HostScript.commands(targets, changes);
    }

    /** The text of both scripts with an argument, for checks of the language. */
    public static List<String> scripts() {
        return List.of(HostScript.OBSERVE.body() + "Main 'x'", HostScript.CHANGE.body() + "Main 'x'");
    }

    CommandOutput run(String line) {
        var output = endToEnd ? lab.run(line) : lab.serve(line.substring(BEFORE.length(), line.length() - 1));
        return new CommandOutput(output.stdout(), output.stderr(), false, output.exitCode());
    }
}
