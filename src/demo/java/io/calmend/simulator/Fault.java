package io.calmend.simulator;

import java.time.Duration;

/** Something that goes wrong with one host; {@link HostControl#inject} switches it on. */
public sealed interface Fault {

    /** Each message waits before it is looked at. */
    record Slow(Duration delay) implements Fault {}

    /** A message takes effect, but its answer does not come for a minute. */
    record Silent(Message message) implements Fault {}

    /** The connection breaks (reset) at a message; {@code moment} says what has happened by then. */
    record Dropped(Message message, Moment moment) implements Fault {}

    /** A message is answered with this WS-Management fault and has no effect. */
    record Refused(Message message, WsManFault fault) implements Fault {}

    /** A message has no effect: the answer sends whoever wrote it to {@code target}, whether they have signed in or not. */
    record Redirected(Message message, int status, String target) implements Fault {}

    /** A message takes effect, but its answer goes on for 64 MB, without saying so before. */
    record TooLong(Message message) implements Fault {}

    /** A message takes effect, but its answer holds what nobody asked for beside the rest, {@code characters} of it. */
    record Stuffed(Message message, Kind kind, int characters) implements Fault {
        public enum Kind {
            ELEMENTS,
            /** No name of an element comes twice. */
            NAMES,
            /** One element with all of them. */
            ATTRIBUTES,
            NAMESPACES,
            COMMENTS,
            /** Each element within the one before. */
            DEPTH
        }
    }

    /** Whoever asks for output is told at once that the command runs, without output, for ever. */
    record NothingSaid() implements Fault {}

    /** A message takes effect, but its answer is no XML. */
    record Garbled(Message message) implements Fault {}

    /** What a command prints is not what it should be; it takes effect all the same. */
    record BadOutput(Kind kind) implements Fault {
        public enum Kind {
            /** 40 MB without an end mark. */
            OVERSIZED,
            /** Ends in the middle. */
            TRUNCATED,
            /** Nothing but a sentence. */
            NO_MARKS,
            /** Marks and length are right, the content is none that the script gives. */
            NOT_JSON,
            /** All in form, but a digest that does not fit the tree. */
            WRONG_DIGEST
        }
    }

    /** A command waits at {@code moment} until {@link HostControl#release}. */
    record Held(Pause moment) implements Fault {}

    /** The certificate is not this host's. */
    record WrongCertificate(Certificate certificate) implements Fault {
        public enum Certificate {
            /** Names another host of the network. */
            OF_ANOTHER_HOST,
            /** Ended yesterday. */
            EXPIRED,
            /** From an authority that nobody trusts. */
            UNTRUSTED
        }
    }

    /** Every password is rejected (401). */
    record WrongPassword() implements Fault {}

    /** Basic is not among the schemes on offer. */
    record BasicNotOffered() implements Fault {}

    /** A host takes no Kerberos login, and of all schemes names Basic only. */
    record KerberosNotOffered() implements Fault {}

    /** A login by Kerberos is rejected (401), whatever the ticket. */
    record TicketRefused() implements Fault {}

    /** A host answers a login with a Kerberos error of this number (RFC 4120, 7.5.9), as only a KDC should. */
    record ForgedKerberosError(int number) implements Fault {}

    /** A login over HTTPS must be bound to the certificate that was shown: Windows' {@code CbtHardeningLevel=Strict}. */
    record StrictBinding() implements Fault {}

    /**
     * The answer to a message on a connection without TLS is not what it should be; the message takes effect all the same.
     */
    record Sealing(Kind kind, Message message) implements Fault {
        public enum Kind {
            /** One bit of the cipher text. */
            FLIPPED_BIT,
            /** The length of the clear text is said one too great. */
            WRONG_LENGTH,
            /** The answer itself, unsealed. */
            CLEAR_BODY,
            /** A WS-Management fault, unsealed. */
            CLEAR_500,
            /** 401, unsealed, as anyone on the way can write it. */
            FORGED_401,
            /** The sealed answer before it once more. */
            REPLAYED,
            /** Anyone can read it, nobody can change it. */
            SIGNED_ONLY,
            /** The token says that it holds filler bytes. */
            EC_NOT_ZERO,
            /** Nothing is wrong: RFC 4121 allows it, and OMI does it. */
            NOT_ROTATED,
            /** Nothing is wrong, but the host ends the connection and says so; over HTTPS too. */
            CONNECTION_CLOSE
        }
    }

    /** The host ends the connection after each answer to a message (not to a login), and does not say so. */
    record ClosedWhenIdle() implements Fault {}

    /** A command takes so long on the host. */
    record HostTime(Duration duration) implements Fault {}

    /** Windows' own web server answers instead of WinRM: 503 where the service has stopped, 400 where a header is too long. */
    record HttpStatus(int status) implements Fault {}

    /** Another web server answers. */
    record NotWinRm() implements Fault {}

    /** PowerShell runs in constrained language. */
    record ConstrainedLanguage() implements Fault {}

    /** The process has no right to take ownership, as after an interactive logon. */
    record OwnershipNotAllowed() implements Fault {}

    /** The host's clock differs from the network's. */
    record ClockWrong(Duration ahead) implements Fault {}

    enum Moment {
        /** The message has no effect. */
        BEFORE_READING,
        /** It takes effect; a command that it started runs on. */
        AFTER_READING,
        /** It takes effect, and the command it is about has ended. */
        AFTER_EXECUTING
    }

    enum Pause {
        /** Nothing was done, nothing is locked. */
        BEFORE_EXECUTING,
        /** The host's mutex is held, nothing was changed yet. Only changes pause here. */
        WHILE_CHANGING,
        /** All is done, nothing was printed. */
        AFTER_EXECUTING
    }
}
