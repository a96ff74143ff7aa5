package io.calmend.remote.transport;

/** The transports that speak WinRM with a host. */
public enum TransportKind {
    /** Plain HTTP on port 5985, each message sealed with Kerberos; no certificate is needed on any host. */
    SEALED,
    /** HTTPS on port 5986 with Kerberos, bound to the host's certificate. */
    TLS,
    /** HTTPS on port 5986 through Overthere: Basic for accounts of the host itself, or Kerberos without a binding. */
    OVERTHERE
}
