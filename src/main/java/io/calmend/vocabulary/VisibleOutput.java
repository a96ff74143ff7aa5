package io.calmend.vocabulary;

import java.io.PrintStream;

/** Standard output of a command: every text is printed as {@link Visible} shows it, each in one line, whoever wrote it. */
public final class VisibleOutput extends PrintStream {

    /** @param out what is printed to; stays the caller's */
    public VisibleOutput(PrintStream out) {
        super(out, true, out.charset());
    }

    @Override
    public void print(String text) {
        super.print(text.equals(System.lineSeparator()) ? text : Visible.of(text));
    }
}
