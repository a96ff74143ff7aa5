package io.calmend.remote.wsman;

import io.calmend.remote.transport.AnswerMalformedException;
import io.calmend.remote.transport.AnswerTooLargeException;

/**
 * How much a host may answer to one command beside what the command prints, which is counted elsewhere: in envelopes, in empty
 * answers, and in answers altogether. Hosts that wait for output before they answer stay far below.
 */
final class AnswerAllowance {

    /** A host that has nothing to say waits 20 seconds before it says so; some say it sooner now and then. */
    private static final int MOST_EMPTY = 60;

    /** As many as one connection can carry within the longest command, each with a line of output. */
    private static final int MOST_ANSWERS = 20_000;

    /** An envelope without output has one or two thousand characters. */
    private static final int FREE_CHARACTERS = 8_192;

    private static final int MOST_CHARACTERS = 4 * 1_024 * 1_024;

    private int answers;
    private int empty;
    private long characters;

    /**
     * Counts an answer.
     *
     * @param length of the answer as it came, in characters
     * @throws AnswerTooLargeException if it holds too much that is no output, with those before
     * @throws AnswerMalformedException if it is one too many
     */
    synchronized void take(int length, ShellAnswer answer) throws AnswerTooLargeException, AnswerMalformedException {
        // four characters for three bytes, and line ends
        var forOutput = answer.length() * 3L / 2;
        characters += Math.max(0, length - forOutput - FREE_CHARACTERS);
        if (characters > MOST_CHARACTERS) {
            throw new AnswerTooLargeException("4 MB beside the output");
        }
        empty += answer.length() == 0 && !answer.done() ? 1 : 0;
        if (empty > MOST_EMPTY || ++answers > MOST_ANSWERS) {
            throw new AnswerMalformedException("one answer after another without output");
        }
    }
}
