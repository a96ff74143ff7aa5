package io.calmend.operation;

/** What an operation means for licensing and for people, so that checks and rules ask for it and not for the keys of operations. */
public enum Effect {
    /** The client loses its licences and asks for new ones; a temporary one holds for 90 days. */
    CLEARS_LICENCES,
    /** Whoever is connected to the computer by Remote Desktop loses the connection. */
    DISCONNECTS_USERS
}
