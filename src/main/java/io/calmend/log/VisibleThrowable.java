package io.calmend.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.calmend.vocabulary.Visible;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;

/** Writes a stack trace in which each message stays on its own line. */
public final class VisibleThrowable extends ExtendedWhitespaceThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        return super.throwableProxyToString(new Shown(thrown));
    }

    private record Shown(IThrowableProxy thrown) implements IThrowableProxy {

        private static @Nullable IThrowableProxy of(@Nullable IThrowableProxy thrown) {
            return thrown == null ? null : new Shown(thrown);
        }

        @Override
        public @Nullable String getMessage() {
            var message = thrown.getMessage();
            return message == null ? null : Visible.of(message);
        }

        @Override
        public @Nullable String getOverridingMessage() {
            var message = thrown.getOverridingMessage();
            return message == null ? null : Visible.of(message);
        }

        @Override
        public String getClassName() {
            return thrown.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return thrown.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return thrown.getCommonFrames();
        }

        @Override
        public @Nullable IThrowableProxy getCause() {
            return of(thrown.getCause());
        }

        @Override
        public IThrowableProxy @Nullable [] getSuppressed() {
            var suppressed = thrown.getSuppressed();
            if (suppressed == null) {
                return null;
            }
            var shown = new IThrowableProxy[suppressed.length];
            for (var i = 0; i < shown.length; i++) {
                shown[i] = new Shown(suppressed[i]);
            }
            return shown;
        }

        @Override
        public boolean isCyclic() {
            return thrown.isCyclic();
        }
    }
}
