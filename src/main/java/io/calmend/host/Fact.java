package io.calmend.host;

/** A question to a computer whose answer confirms an {@link Action} or feeds a rule, and is no state to be restored. */
public sealed interface Fact {

    /** In which process a service runs, as a decimal number; {@code 0} if it does not run. */
    record ServiceProcess(WindowsService service) implements Fact {}

    /** A question with its answer: at most {@value #LONGEST} characters. */
    record Known(Fact fact, String value) {

        private static final int LONGEST = 100;

        public Known {
            if (value.length() > LONGEST) {
                throw new IllegalArgumentException("a fact of more than " + LONGEST + " characters");
            }
        }
    }
}
