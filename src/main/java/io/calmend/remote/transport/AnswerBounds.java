package io.calmend.remote.transport;

/**
 * How much a host may answer, whoever of us reads it. None of these is reached by an honest host; what passes one ends as
 * {@link AnswerTooLargeException} or {@link AnswerMalformedException}. How much a command may print is a setting, and counted
 * apart.
 */
public final class AnswerBounds {

    // ---- one answer over HTTP

    /** Bytes of an answer that hosts are asked for, as Windows counts by default. */
    public static final int LARGEST_ENVELOPE = 512_000;

    /** Bytes of an answer's body: twice what a host is asked for at most, room for its seal and form. */
    public static final int LARGEST_BODY = 1_024 * 1_024;

    /** Bytes of an answer to a question without a command ({@link WsManProbe}). */
    public static final int LARGEST_PROBE = 256 * 1_024;

    /** Bytes of one line of an answer's head; tokens of Kerberos stand there. */
    public static final int LONGEST_LINE = 65_536;

    /** Lines of an answer's head. */
    public static final int MOST_HEADERS = 100;

    /** Interim answers (HTTP 1xx) before the one that counts. */
    public static final int MOST_INTERIM = 5;

    /** Schemes of sign-in that are listened to and named. */
    public static final int MOST_SCHEMES = 10;

    // ---- the XML of one answer

    /**
     * Tags, texts and comments. An envelope as large as hosts are allowed, full of pieces of output of one byte each, has 5,000.
     */
    static final int MOST_PARTS = 10_000;

    /** Levels; Windows' own answers have ten at most. */
    static final int DEEPEST = 32;

    /** Attributes of one element. */
    static final int MOST_ATTRIBUTES = 64;

    /** Attributes in all: three for each piece of output, and some. */
    static final int MOST_ATTRIBUTES_IN_ALL = 20_000;

    /** Namespaces; Windows' own envelopes have a dozen. */
    static final int MOST_NAMESPACES = 2_000;

    /** Characters of the name of an element or attribute. */
    static final int LONGEST_NAME = 256;

    /** Characters of the id of a shell or a command. */
    public static final int LONGEST_ID = 64;

    // ---- all answers to one command, beside what the command prints

    /** Empty ones: a host that has nothing to say waits 20 seconds before it says so; some say it sooner now and then. */
    public static final int MOST_EMPTY = 60;

    /** As many as one connection can carry within the longest command, each with a line of output. */
    public static final int MOST_ANSWERS = 20_000;

    /** Characters of each that are not counted: an envelope without output has one or two thousand. */
    public static final int FREE_CHARACTERS = 8_192;

    /** Characters of all. */
    public static final int MOST_CHARACTERS = 4 * 1_024 * 1_024;

    private AnswerBounds() {}
}
