package io.calmend.remote.overthere;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one stream of a command to its end, or until it is too long. */
final class OutputDrain implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(OutputDrain.class);

    private final InputStream stream;
    private final int most;
    private final CountDownLatch both;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile boolean tooLarge;

    OutputDrain(InputStream stream, int most, CountDownLatch both) {
        this.stream = stream;
        this.most = most;
        this.both = both;
    }

    @Override
    public void run() {
        var buffer = new byte[8_192];
        try {
            for (var length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                if (bytes.size() + length > most) {
                    tooLarge = true;
                    // nothing more of either stream is of use
                    both.countDown();
                    break;
                }
                bytes.write(buffer, 0, length);
            }
        } catch (IOException ended) {
            LOG.trace("a stream ended early", ended);
        } finally {
            both.countDown();
        }
    }

    void close() {
        try {
            stream.close();
        } catch (IOException ended) {
            LOG.trace("a stream ended early", ended);
        }
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
