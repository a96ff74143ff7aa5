package io.calmend.signin;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.util.unit.DataSize;

/**
 * Limits the size and duration of every request body before anything stores it, whether Tomcat reads it (form fields)
 * or Vaadin (messages of a page). A declared length that is too large is refused; a body without one is counted; and a
 * body that is not complete in time is cut off, even if bytes keep arriving.
 */
final class RequestBodyLimit extends ValveBase {

    private final long most;
    private final Duration within;

    /** @param within may be exceeded by as long as Tomcat waits for one byte, before that is noticed */
    RequestBodyLimit(DataSize most, Duration within) {
        super(true);
        this.most = most.toBytes();
        this.within = within;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        // a request that the web server has refused may have an unreadable length, and continues to its error page
        var refused = response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST;
        if (!refused && request.getContentLengthLong() > most) {
            response.setHeader("Connection", "close");
            response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        var received = request.getCoyoteRequest();
        var whole = received.getInputBuffer();
        received.setInputBuffer(new Counted(whole, received, System.nanoTime()));
        try {
            getNext().invoke(request, response);
        } finally {
            received.setInputBuffer(whole);
        }
    }

    private final class Counted implements InputBuffer {

        private final InputBuffer body;
        private final org.apache.coyote.Request request;
        private final long begun;
        private long read;

        Counted(InputBuffer body, org.apache.coyote.Request request, long begun) {
            this.body = body;
            this.request = request;
            this.begun = begun;
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            var count = body.doRead(handler);
            read += Math.max(0, count);
            if (read > most || System.nanoTime() - begun > within.toNanos()) {
                var why = new IOException("the body of a request is larger or slower than is allowed");
                request.action(ActionCode.CLOSE_NOW, why);
                throw why;
            }
            return count;
        }

        @Override
        public int available() {
            return body.available();
        }
    }
}
