package io.calmend.host;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of facts, by the words by which hosts know them. */
public enum FactKind {
    SERVICE_PROCESS("serviceProcess");

    private final String text;

    FactKind(String text) {
        this.text = text;
    }

    /** As it travels. */
    public String text() {
        return text;
    }

    public static FactKind of(Fact fact) {
        return switch (fact) {
            case Fact.ServiceProcess _ -> SERVICE_PROCESS;
        };
    }

    public static Optional<FactKind> named(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }
}
