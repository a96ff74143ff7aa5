package io.calmend.log;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.calmend.vocabulary.Visible;
import java.util.Set;

/**
 * Writes a log message ({@code %m}) as one line, whoever wrote the text. Spring Boot's report of a failed start keeps
 * its line breaks: it is written before any host is contacted.
 */
public final class VisibleMessage extends MessageConverter {

    private static final Set<String> MANY_LINES =
            Set.of("org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter");

    @Override
    public String convert(ILoggingEvent event) {
        var message = super.convert(event);
        if (message == null) {
            return "";
        }
        return MANY_LINES.contains(event.getLoggerName())
                ? Visible.lines(message.lines().toList())
                : Visible.of(message);
    }
}
