package io.calmend.vocabulary;

import java.io.PrintStream;

/** Prints a command's standard output: every text is made {@link Visible} and takes one line, whoever wrote it. */
public final class VisibleOutput extends PrintStream {

    /** @param out the stream to print to; the caller closes it */
    public VisibleOutput(PrintStream out) {
        super(out, true, out.charset());
    }

    @Override
    public void print(String text) {
        super.print(text.equals(System.lineSeparator()) ? text : Visible.of(text));
    }
}
