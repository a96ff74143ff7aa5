package io.calmend.project;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The project's own list of faults of libraries, {@code .ci/known-faults.txt}. */
record KnownFaults(List<KnownFault> faults) {

    /** @param fixedIn the first version without it, or {@code -} */
    record KnownFault(String group, String artifact, String from, String fixedIn, String advisory, String decision) {

        boolean isIn(String group, String artifact, String version) {
            return this.group.equals(group)
                    && (this.artifact.equals("*") || this.artifact.equals(artifact))
                    && Version.parse(version).compareTo(Version.parse(from)) >= 0
                    && (fixedIn.equals("-") || Version.parse(version).compareTo(Version.parse(fixedIn)) < 0);
        }

        boolean isAccepted() {
            return decision.startsWith("accepted: ");
        }
    }

    static KnownFaults read(Path file) throws IOException {
        return of(Files.readAllLines(file));
    }

    /** @throws IllegalArgumentException for a line that is none */
    static KnownFaults of(List<String> lines) {
        return new KnownFaults(lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(KnownFaults::fault)
                .toList());
    }

    private static KnownFault fault(String line) {
        var columns = line.split("\\s*\\|\\s*", -1);
        var library = columns[0].strip().split(":", -1);
        if (columns.length != 5
                || library.length != 2
                || !columns[3].matches("(CVE|GHSA)-[A-Za-z0-9-]+")
                || !columns[4].strip().matches("not shipped|accepted: .{10,}")) {
            throw new IllegalArgumentException("no known fault: " + line);
        }
        Version.parse(columns[1]);
        if (!columns[2].equals("-")) {
            Version.parse(columns[2]);
        }
        return new KnownFault(library[0], library[1], columns[1], columns[2], columns[3], columns[4].strip());
    }

    /** Those of a component, one line each. */
    List<String> of(String group, String artifact, String version) {
        return faults.stream()
                .filter(fault -> !fault.isAccepted() && fault.isIn(group, artifact, version))
                .map(fault -> group + ":" + artifact + ":" + version + " has " + fault.advisory() + ", fixed in "
                        + fault.fixedIn())
                .toList();
    }
}
