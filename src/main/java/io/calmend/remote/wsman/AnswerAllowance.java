package io.calmend.remote.wsman;

import io.calmend.remote.transport.AnswerBounds;
import io.calmend.remote.transport.AnswerMalformedException;
import io.calmend.remote.transport.AnswerTooLargeException;

/**
 * Limits how much a host may answer to one command in addition to the command's output, which is limited elsewhere:
 * the size of envelopes, the number of empty answers and the number of all answers. Hosts that wait for output before
 * they answer stay far below.
 */
final class AnswerAllowance {

    private int answers;
    private int empty;
    private long characters;

    /**
     * Counts an answer.
     *
     * @param length of the answer as received, in characters
     * @throws AnswerTooLargeException if this answer and those before hold too much that is not output
     * @throws AnswerMalformedException if there were too many answers
     */
    synchronized void take(int length, ShellAnswer answer) throws AnswerTooLargeException, AnswerMalformedException {
        // Base64 has four characters for three bytes, and line ends
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
