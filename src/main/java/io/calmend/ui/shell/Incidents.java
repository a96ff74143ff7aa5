package io.calmend.ui.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.NotPermittedException;
import io.calmend.vocabulary.Visible;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Where exceptions end: the stack in the log, a number for the person. An exception here is a bug or broken infrastructure. */
@Component
class Incidents implements ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public void error(ErrorEvent event) {
        // a page that stood open longer than its reader's role: the service has put that on the trail
        var words = event.getThrowable() instanceof NotPermittedException refused
                ? Words.what(refused.reason()) + " " + Words.advice(refused.reason())
                : Words.say("ui.incident.title") + " " + Words.say("ui.incident.detail", report(event.getThrowable()));
        if (UI.getCurrent() != null) {
            var notification = new Notification();
            notification.setAssertive(true);
            notification.setDuration(0);
            notification.setPosition(Notification.Position.BOTTOM_CENTER);
            notification.add(new Span(Visible.of(words)), new Button(Words.say("ui.close"), _ -> notification.close()));
            notification.open();
        }
    }

    /** Writes {@code failure} to the log and gives it a number that a person can name. */
    String report(Throwable failure) {
        var number = new StringBuilder("E-");
        for (var i = 0; i < 5; i++) {
            number.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        LOG.error("Incident {}", number, failure);
        return number.toString();
    }
}
