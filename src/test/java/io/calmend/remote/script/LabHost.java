package io.calmend.remote.script;

import io.calmend.host.Expectation;
import io.calmend.host.OfRegistry;
import io.calmend.peers.WindowsLab;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryState;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.Answer;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.RegistryView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The portal's own two scripts in the Windows laboratory, without the wire: for tests of what a change does to a real
 * registry.
 */
public final class LabHost {

    private final LabGateway gateway;

    public LabHost(WindowsLab lab) {
        gateway = new LabGateway(lab, false);
    }

    public List<ObservedTree> observe(List<TreeTarget> targets) {
        var observation = OfRegistry.observation(targets, false);
        return switch (gateway.observe(LabGateway.LAB, observation)) {
            case ObservationResult.Observed observed -> observed.state().trees();
            case ObservationResult.NotObserved not -> throw new AssertionError(not.toString());
        };
    }

    /** Sends {@code changes} as they are, in one command that expects what {@code observed} says. */
    public Answer change(List<ObservedTree> observed, List<RegistryChange> changes) {
        return change(
                observed.stream().map(ObservedTree::target).toList(),
                observed.stream().map(ObservedTree::digest).toList(),
                changes);
    }

    /** Sends {@code changes} in as many commands as they fill, each expecting what the one before left. */
    public List<Answer.Ended> changeAll(List<ObservedTree> observed, List<RegistryChange> changes) {
        var targets = observed.stream().map(ObservedTree::target).toList();
        var digests = observed.stream().map(ObservedTree::digest).toList();
        var answers = new ArrayList<Answer.Ended>();
        var commands = gateway.commands(OfRegistry.facets(targets), OfRegistry.changes(changes));
        for (var command : commands.orElseThrow()) {
            if (!(change(targets, digests, OfRegistry.registry(command)) instanceof Answer.Ended ended)) {
                throw new AssertionError("not ended: " + command);
            }
            if (!ended.allDone()) {
                throw new AssertionError("not done: " + ended.done().getLast() + " of " + command);
            }
            answers.add(ended);
            digests = ended.digests();
        }
        return answers;
    }

    /** Makes the licence cache exactly {@code wanted}, from nothing. */
    public void hold(RegistryState wanted) {
        var present = new RegistryState(observe(MsLicensing.BOTH_VIEWS));
        var gone = new ArrayList<RegistryChange>();
        for (var view : RegistryView.values()) {
            if (present.find(view, MsLicensing.ROOT) instanceof KeyState.Present root) {
                remove(view, root, gone);
            }
        }
        changeAll(present.trees(), gone);
        var empty = new RegistryState(observe(MsLicensing.BOTH_VIEWS));
        changeAll(empty.trees(), wanted.changesFrom(empty));
        var differences = wanted.differencesTo(new RegistryState(observe(MsLicensing.BOTH_VIEWS)));
        if (!differences.isEmpty()) {
            throw new AssertionError(differences.toString());
        }
    }

    /** From the bottom up, so that each command has few keys to own. */
    private static void remove(RegistryView view, KeyState.Present key, List<RegistryChange> changes) {
        key.keys().forEach(child -> remove(view, (KeyState.Present) child, changes));
        if (!key.path().equals(MsLicensing.ROOT)) {
            changes.add(new RegistryChange.TakeOwnership(view, key.path().parent()));
        }
        changes.add(new RegistryChange.TakeOwnership(view, key.path()));
        changes.add(new RegistryChange.DeleteKeys(
                view, key.path().parent(), List.of(key.path().name())));
    }

    private Answer change(List<TreeTarget> targets, List<String> digests, List<RegistryChange> changes) {
        var expected = new ArrayList<Expectation>();
        for (int i = 0; i < targets.size(); i++) {
            expected.add(OfRegistry.expectation(targets.get(i), digests.get(i)));
        }
        return gateway.change(
                LabGateway.LAB,
                OfRegistry.apply(new ExecutionId(1), Instant.now().plusSeconds(300), expected, changes));
    }
}
