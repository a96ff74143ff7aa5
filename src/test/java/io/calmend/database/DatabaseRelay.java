package io.calmend.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a portal and its database, and can stop passing anything on, as a network does that lost its way. */
public final class DatabaseRelay implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final int port;
    private final String database;
    private volatile boolean silent;

    /** @param database with the slash before it */
    public DatabaseRelay(int port, String database) throws IOException {
        this.port = port;
        this.database = database;
        Thread.ofVirtual().start(this::accept);
    }

    public String address() {
        return "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + database;
    }

    /** Takes connections and bytes, and passes nothing on, not even that one side has closed. */
    public void silence() {
        silent = true;
        links.forEach(link -> link.lost = true);
    }

    /** New connections work again; of those that were lost, the database does not hear that their other side is gone. */
    public void speakToNewOnes() {
        silent = false;
    }

    /** What came meanwhile is lost, with the connections it came on. */
    public void speak() {
        silent = false;
        for (var link : links) {
            link.close();
        }
        links.clear();
    }

    private void accept() {
        try {
            while (true) {
                var link = new Link(server.accept());
                links.add(link);
                link.lost = silent;
                if (!link.lost) {
                    link.reach(new Socket(InetAddress.getLoopbackAddress(), port));
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        speak();
    }

    private static final class Link {

        private final Socket here;
        private volatile Socket there;
        private volatile boolean lost;

        private Link(Socket here) {
            this.here = here;
        }

        private void reach(Socket database) {
            there = database;
            Thread.ofVirtual().start(() -> pass(here, database));
            Thread.ofVirtual().start(() -> pass(database, here));
        }

        private void pass(Socket from, Socket to) {
            try {
                var in = from.getInputStream();
                var out = to.getOutputStream();
                var bytes = new byte[8192];
                for (int read; (read = in.read(bytes)) >= 0; ) {
                    if (!lost) {
                        out.write(bytes, 0, read);
                    }
                }
            } catch (IOException cut) {
                // one side has closed: the other is closed with it
            }
            if (!lost) {
                close();
            }
        }

        private void close() {
            try {
                here.close();
                if (there != null) {
                    there.close();
                }
            } catch (IOException cut) {
                throw new UncheckedIOException(cut);
            }
        }
    }
}
