package io.calmend.remote.script;

import static io.calmend.remote.script.AnswerJson.malformed;
import static io.calmend.remote.script.AnswerJson.node;
import static io.calmend.remote.script.AnswerJson.text;
import static io.calmend.remote.script.AnswerJson.word;

import io.calmend.host.Facet;
import io.calmend.host.FacetState;
import io.calmend.host.Fact;
import io.calmend.host.ServiceStatus;
import io.calmend.host.StartMode;
import io.calmend.host.WindowsService;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.StateDigest;
import io.calmend.registry.TreeTarget;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads what a host answered of one facet or one fact, and compares its digest. */
final class FacetAnswer {

    private static final Pattern PROCESS = Pattern.compile("\\d{1,10}");

    private FacetAnswer() {}

    static FacetState state(JsonNode one, Facet facet, RegistryAnswer registry) throws Unusable {
        return switch (facet) {
            case Facet.Registry(var target) -> tree(one, target, registry);
            case Facet.ServiceRun(var service) -> service(one, service);
        };
    }

    private static FacetState tree(JsonNode one, TreeTarget target, RegistryAnswer registry) throws Unusable {
        if (!text(one, "view").equals(target.view().dotNetName())) {
            throw malformed("view");
        }
        var tree = registry.key(node(one, "tree"), target.path(), target.depth());
        var digest = text(one, "digest");
        if (!digest.equals(StateDigest.of(tree))) {
            throw malformed("digest");
        }
        return new FacetState.Registry(new ObservedTree(target, tree, digest));
    }

    private static FacetState service(JsonNode one, WindowsService service) throws Unusable {
        if (!text(one, "service").equals(service.serviceName())) {
            throw malformed("service");
        }
        FacetState state;
        if (one.has("denied")) {
            state = new FacetState.Unreadable(new Facet.ServiceRun(service), word(one, "denied"));
        } else {
            var status = ServiceStatus.of(text(one, "status"));
            var mode = StartMode.of(text(one, "mode"));
            if (status.isEmpty()
                    || mode.isEmpty()
                    || status.get().isInstalled() != mode.get().isInstalled()) {
                throw malformed("status");
            }
            state = new FacetState.ServiceRun(service, status.get(), mode.get());
        }
        if (!text(one, "digest").equals(state.digest())) {
            throw malformed("digest");
        }
        return state;
    }

    static Fact.Known known(JsonNode node, Fact fact) throws Unusable {
        return switch (fact) {
            case Fact.ServiceProcess _ -> {
                var process = text(node);
                if (!PROCESS.matcher(process).matches()) {
                    throw malformed("process");
                }
                yield new Fact.Known(fact, process);
            }
        };
    }
}
