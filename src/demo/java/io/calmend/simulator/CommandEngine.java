package io.calmend.simulator;

import java.nio.charset.StandardCharsets;

/** What stands behind a host's remote shell: a command line goes in, bytes and an exit code come out. */
@FunctionalInterface
public interface CommandEngine {

    /**
     * Runs one command line exactly as it came over the wire.
     *
     * @throws InterruptedException if the client ended the command
     */
    Output run(String commandLine, Running running) throws InterruptedException;

    /** The places at which a fault can hold or end a command. */
    interface Running {
        /** Called with the host's mutex held, before anything is changed; may block. */
        void changing() throws InterruptedException;
    }

    record Output(byte[] stdout, byte[] stderr, int exitCode) {

        static Output of(String stdout) {
            return new Output(stdout.getBytes(StandardCharsets.UTF_8), new byte[0], 0);
        }

        static Output failed(String stderr, int exitCode) {
            return new Output(new byte[0], stderr.getBytes(StandardCharsets.UTF_8), exitCode);
        }
    }
}
