package io.calmend;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Keeps the debug output of libraries out of the application log, whatever levels an operator sets: it holds request
 * parameters, headers and whole messages, and so passwords, and a list of the loggers concerned would soon be out of
 * date. Below {@code INFO} only the loggers of this product write.
 *
 * <p>Logback asks this filter before it compares any level. The filter is installed again after Logback was
 * reconfigured.
 */
public final class QuietLibraries implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

    private static final Filter FILTER = new Filter();

    /** Runs before any bean that holds a password is created. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
            quieten(logging);
            var without = logging.getLoggerList().stream()
                    .filter(logger -> logger.getLevel() != null
                            && !logger.getLevel().isGreaterOrEqual(least(logger.getName()))
                            && !isOurs(logger.getName()))
                    .map(Logger::getName)
                    .sorted()
                    .collect(Collectors.joining(", "));
            if (!without.isEmpty()) {
                LoggerFactory.getLogger(QuietLibraries.class)
                        .warn(
                                "logging.level below INFO counts for io.calmend alone, since libraries print passwords"
                                        + " there; it has no effect on {}",
                                without);
            }
        } else {
            throw new IllegalStateException("the application log is not Logback's: nothing keeps passwords out of it");
        }
    }

    /** Installs the filter for the lifetime of {@code logging}. */
    public static void quieten(LoggerContext logging) {
        if (!logging.getTurboFilterList().contains(FILTER)) {
            logging.addTurboFilter(FILTER);
            logging.addListener(new AfterReset());
        }
    }

    private static boolean isOurs(String logger) {
        return logger.equals("io.calmend") || logger.startsWith("io.calmend.");
    }

    /** The lowest level at which a library's logger prints nothing that came with a request. */
    private static Level least(String logger) {
        if (logger.startsWith("com.xebialabs.")) {
            // its warnings contain whole messages
            return Level.ERROR;
        }
        return logger.startsWith("org.apache.http.") ? Level.WARN : Level.INFO;
    }

    private static final class Filter extends TurboFilter {

        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            var name = logger.getName();
            return isOurs(name) || level.isGreaterOrEqual(least(name)) ? FilterReply.NEUTRAL : FilterReply.DENY;
        }
    }

    private static final class AfterReset implements LoggerContextListener {

        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext logging) {
            if (!logging.getTurboFilterList().contains(FILTER)) {
                logging.addTurboFilter(FILTER);
            }
        }

        @Override
        public void onStart(LoggerContext logging) {
            // the filter is already installed
        }

        @Override
        public void onStop(LoggerContext logging) {
            // nothing to do when Logback stops
        }

        @Override
        public void onLevelChange(Logger logger, Level level) {
            // the filter does not depend on levels
        }
    }
}
