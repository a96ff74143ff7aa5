package io.calmend.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a portal and its database, and can stop passing anything on, as a network does that lost its way. */
public final class DatabaseRelay implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
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

    /** Takes connections and bytes, and passes nothing on. */
    public void silence() {
        silent = true;
    }

    /** What came meanwhile is lost, with the connections it came on. */
    public void speak() throws IOException {
        silent = false;
        for (var socket : open) {
            socket.close();
        }
        open.clear();
    }

    private void accept() {
        try {
            while (true) {
                var here = server.accept();
                open.add(here);
                if (!silent) {
                    var there = new Socket(InetAddress.getLoopbackAddress(), port);
                    open.add(there);
                    Thread.ofVirtual().start(() -> pass(here, there));
                    Thread.ofVirtual().start(() -> pass(there, here));
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void pass(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            var bytes = new byte[8192];
            for (int read; (read = in.read(bytes)) >= 0; ) {
                if (!silent) {
                    out.write(bytes, 0, read);
                }
            }
        } catch (IOException cut) {
            // one side has closed: the other is closed with it
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        speak();
    }
}
