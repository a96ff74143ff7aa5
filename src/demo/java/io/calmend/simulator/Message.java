package io.calmend.simulator;

/** The messages of a remote shell, in the order in which a command needs them. */
public enum Message {
    /** Asks what the server is; needs no credentials. */
    IDENTIFY,
    CREATE,
    COMMAND,
    SEND,
    RECEIVE,
    SIGNAL,
    DELETE
}
