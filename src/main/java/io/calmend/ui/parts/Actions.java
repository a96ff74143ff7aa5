package io.calmend.ui.parts;

import io.calmend.host.Action;
import io.calmend.host.Fact;

/** What is done and cannot be undone, in words. */
public final class Actions {

    private Actions() {}

    public static String sentence(Action action) {
        return switch (action) {
            case Action.RestartService(var service) -> Words.say("ui.act.restartService", Words.service(service));
        };
    }

    /** What the computer must still be like, or nothing is done. */
    public static String planned(Fact.Known planned) {
        return switch (planned.fact()) {
            case Fact.ServiceProcess(var service) ->
                Words.say("ui.act.process", service.serviceName(), planned.value());
        };
    }
}
