package io.calmend.simulator;

/** Faults as Windows gives them: a WSManFault code (decimal), the class that WS-Management knows, and a sentence. */
public enum WsManFault {
    ACCESS_DENIED(5, "s:Sender", "w:AccessDenied", "Access is denied."),
    REMOTE_SHELL_NOT_ALLOWED(
            2150859180L,
            "s:Receiver",
            "w:InternalError",
            "The WS-Management service does not accept any remote shell requests."),
    TOO_MANY_SHELLS(
            2150859173L,
            "s:Receiver",
            "w:QuotaLimit",
            "This user has reached the maximum number of concurrent shells that the plugin allows."),
    TOO_MANY_SHELLS_OF_USER(
            2150859236L,
            "s:Receiver",
            "w:QuotaLimit",
            "The maximum number of concurrent shells for this user has been exceeded."),
    TOO_MANY_OPERATIONS(
            2150859174L,
            "s:Receiver",
            "w:QuotaLimit",
            "The maximum number of concurrent operations for this user has been exceeded."),
    TOO_MANY_USERS(
            2150859179L,
            "s:Receiver",
            "w:QuotaLimit",
            "The maximum number of concurrent users executing shell operations has been exceeded."),
    TIMED_OUT(2150858793L, "s:Receiver", "w:TimedOut", "The operation did not complete within the time specified."),
    SHELL_NOT_FOUND(2150858843L, "s:Sender", "w:InvalidSelectors", "The shell was not found on the server."),
    ABORTED(995, "s:Receiver", "w:InternalError", "The I/O operation has been aborted."),
    TOO_LARGE(
            2150858824L,
            "s:Receiver",
            "w:EncodingLimit",
            "The size of the message exceeded the maximum envelope size."),
    BAD_REQUEST(
            2150858767L,
            "s:Sender",
            "w:SchemaValidationError",
            "The SOAP message is not one that the service understands.");

    private final long code;
    private final String side;
    private final String subcode;
    private final String text;

    WsManFault(long code, String side, String subcode, String text) {
        this.code = code;
        this.side = side;
        this.subcode = subcode;
        this.text = text;
    }

    /** The {@code Code} of {@code WSManFault}. */
    public long code() {
        return code;
    }

    String side() {
        return side;
    }

    String subcode() {
        return subcode;
    }

    String text() {
        return text;
    }
}
