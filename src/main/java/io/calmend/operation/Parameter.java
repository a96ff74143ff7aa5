package io.calmend.operation;

/** Something that a person chooses for an operation. */
public sealed interface Parameter {

    /** Its name in addresses. */
    String name();

    /** Which backup of the host is restored. */
    record Backup() implements Parameter {
        @Override
        public String name() {
            return "backup";
        }
    }
}
