package io.calmend.host;

/** What part a computer plays in licensing; one computer can be more than one of them. */
public enum HostKind {
    /** Connects to session hosts, and keeps a licence. */
    CLIENT,
    /** Takes connections: a Remote Desktop Session Host. */
    SESSION_HOST,
    /** Issues CALs: a Remote Desktop licence server. */
    LICENCE_SERVER
}
