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
 * Bounds the body of every request in size and time before anybody keeps a byte of it, whoever reads it: Tomcat for a form's
 * fields, Vaadin for a page's message. A length that says too much is refused; what is sent without one is counted; and what is
 * not whole in time is cut off, however steadily it trickles.
 */
final class RequestBodyLimit extends ValveBase {

    private final long most;
    private final Duration within;

    /** @param within as long again as Tomcat waits for one byte may pass until it is noticed */
    RequestBodyLimit(DataSize most, Duration within) {
        super(true);
        this.most = most.toBytes();
        this.within = within;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        // what the web server has refused may have no length that can be read, and goes on to its error page
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
