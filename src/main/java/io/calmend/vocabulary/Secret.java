package io.calmend.vocabulary;

/** A password or key. Its text form is a mask, so that no log, message or screen can show it by accident. */
public final class Secret {

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The secret itself, only for the code that has to send it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "••••••";
    }
}
