package io.calmend.ui.fix;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.licensing.Cause;
import io.calmend.licensing.ClientStore.View;
import io.calmend.licensing.Finding;
import io.calmend.ui.parts.CopyButton;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Shows a cause that no available repair fixes: which team has to act, and what to tell them. */
final class HandOverCard extends Div {

    private static final int MOST_EVIDENCE = 12;

    HandOverCard(Diagnosis diagnosis, Finding finding) {
        var to = Words.say("ui.handover.to." + receiver(diagnosis, finding));
        var text = text(diagnosis, finding, to);
        addClassName("col");
        add(
                Markup.text("eyebrow", Words.say("ui.case.todo")),
                new H2(Words.say("ui.handover", to)),
                Markup.text("muted", Words.say("ui.handover.detail")),
                Markup.lines("ticket-text", Words.say("ui.handover.text"), text),
                Markup.div("links", new CopyButton(Words.say("ui.case.handover"), text)));
    }

    private enum Receiver {
        COMPUTER,
        SESSION_HOST,
        LICENCE_SERVER,
        NETWORK,
        DIRECTORY,
        SUPPORT
    }

    private static Receiver receiver(Diagnosis diagnosis, Finding finding) {
        var cause = finding.cause();
        if (cause.startsWith("host.")) {
            return Receiver.SESSION_HOST;
        }
        if (cause.startsWith("server.")) {
            return Receiver.LICENCE_SERVER;
        }
        if (cause.startsWith("network.")) {
            return Receiver.NETWORK;
        }
        if (cause.startsWith("directory.")) {
            return Receiver.DIRECTORY;
        }
        if (cause.startsWith("client.")) {
            // the cache can be read but clearing is held back, so the cause is where licences are issued
            return cause.equals(Cause.CLIENT_LICENCE_EXPIRED.code())
                            && unreadable(diagnosis).isEmpty()
                    ? Receiver.LICENCE_SERVER
                    : Receiver.COMPUTER;
        }
        return Receiver.SUPPORT;
    }

    private static List<String> unreadable(Diagnosis diagnosis) {
        var store = diagnosis.store();
        return store == null
                ? List.of()
                : Stream.of(store.view64(), store.view32())
                        .filter(Objects::nonNull)
                        .map(View::unreadable)
                        .flatMap(List::stream)
                        .toList();
    }

    private static List<String> text(Diagnosis diagnosis, Finding finding, String to) {
        var lines = new ArrayList<String>();
        lines.add(Words.say("ui.case.handover.head", diagnosis.hostName(), Words.title(finding)));
        lines.add(Words.why(finding));
        finding.evidence().stream()
                .filter(one -> !one.sound())
                .limit(MOST_EVIDENCE)
                .forEach(one -> lines.add(Words.say("ui.handover.evidence", one.text(), one.where())));
        unreadable(diagnosis).stream()
                .limit(MOST_EVIDENCE)
                .forEach(path -> lines.add(Words.say("ui.handover.unreadable", path)));
        lines.add(Words.say("ui.handover.to", to));
        lines.add(Words.say(
                "ui.case.handover.when",
                Moments.exactlyAt(diagnosis.at()),
                diagnosis.id().toString()));
        return lines;
    }
}
