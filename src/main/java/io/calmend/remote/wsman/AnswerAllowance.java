package io.calmend.remote.wsman;

import io.calmend.remote.transport.AnswerBounds;
import io.calmend.remote.transport.AnswerMalformedException;
import io.calmend.remote.transport.AnswerTooLargeException;

/**
 * How much a host may answer to one command beside what the command prints, which is counted elsewhere: in envelopes, in empty
 * answers, and in answers altogether. Hosts that wait for output before they answer stay far below.
 */
final class AnswerAllowance {

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
        characters += Math.max(0, length - forOutput - AnswerBounds.FREE_CHARACTERS);
        if (characters > AnswerBounds.MOST_CHARACTERS) {
            throw new AnswerTooLargeException("4 MB beside the output");
        }
        empty += answer.length() == 0 && !answer.done() ? 1 : 0;
        if (empty > AnswerBounds.MOST_EMPTY || ++answers > AnswerBounds.MOST_ANSWERS) {
            throw new AnswerMalformedException("one answer after another without output");
        }
    }
}
