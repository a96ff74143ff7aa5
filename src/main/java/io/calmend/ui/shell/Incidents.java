package io.calmend.ui.shell;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;
import com.vaadin.flow.server.VaadinSession;
import io.calmend.signin.CurrentActor;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.NotPermittedException;
import io.calmend.vocabulary.Quota;
import io.calmend.vocabulary.Visible;
import java.security.SecureRandom;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Handles unexpected exceptions: logs the stack trace and shows the person a number for it. Such an exception is a bug
 * or broken infrastructure, or comes from a client that sends forged requests, perhaps very many. So a page shows only
 * the newest incident, the log gets a limited number of stack traces a minute, and a client that is not signed in
 * loses its session.
 */
@Component
class Incidents implements ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Per minute, for the whole portal. A stack trace has some 16 KB. */
    private static final int MOST_STACKS = 30;

    private static final int MOST_LINES = 120;

    private final CurrentActor currentActor;
    private final Quota stacks;
    private final Quota lines;

    Incidents(CurrentActor currentActor, Clock clock) {
        this.currentActor = currentActor;
        this.stacks = new Quota(MOST_STACKS, clock);
        this.lines = new Quota(MOST_LINES, clock);
    }

    @Override
    public void error(ErrorEvent event) {
        if (!currentActor.isSomebody()) {
            endSession(event.getThrowable());
            return;
        }
        // the page was open for longer than its reader had the role; the service has logged the refusal
        var words = event.getThrowable() instanceof NotPermittedException refused
                ? Words.what(refused.reason()) + " " + Words.advice(refused.reason())
                : Words.say("ui.incident.title") + " " + Words.say("ui.incident.detail", report(event.getThrowable()));
        var ui = UI.getCurrent();
        if (ui != null) {
            notice(ui).say(words);
        }
    }

    private static Notice notice(UI ui) {
        var open = ComponentUtil.getData(ui, Notice.class);
        if (open == null) {
            open = new Notice(ui);
            ComponentUtil.setData(ui, Notice.class, open);
        }
        return open;
    }

    private static final class Notice {

        private final Notification notification = new Notification();
        private final Span text = new Span();

        Notice(UI ui) {
            notification.setAssertive(true);
            notification.setDuration(0);
            notification.setPosition(Notification.Position.BOTTOM_CENTER);
            notification.add(text, new Button(Words.say("ui.close"), _ -> notification.close()));
            notification.addOpenedChangeListener(change -> {
                if (!change.isOpened()) {
                    ComponentUtil.setData(ui, Notice.class, null);
                }
            });
        }

        void say(String words) {
            text.setText(Visible.of(words));
            notification.open();
        }
    }

    private void endSession(Throwable failure) {
        lines.take()
                .ifPresent(unsaid -> LOG.warn(
                        "A page without a sign-in sent a request that cannot be handled, and its session was ended: {} (left out before: {})",
                        failure.toString(),
                        unsaid));
        var session = VaadinSession.getCurrent();
        if (session != null && session.getSession() != null) {
            try {
                session.getSession().invalidate();
            } catch (IllegalStateException ended) {
                // already closed by an earlier part of the same message
            }
        }
    }

    /** Writes {@code failure} to the log and gives it a number that a person can name. */
    String report(Throwable failure) {
        var number = new StringBuilder("E-");
        for (var i = 0; i < 5; i++) {
            number.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        stacks.take()
                .ifPresentOrElse(
                        unsaid -> LOG.error("Incident {} (left out before: {})", number, unsaid, failure),
                        () -> lines.take()
                                .ifPresent(unsaid -> LOG.error(
                                        "Incident {}: {}; too many incidents, so details are left out (left out before: {})",
                                        number,
                                        failure.toString(),
                                        unsaid)));
        return number.toString();
    }
}
