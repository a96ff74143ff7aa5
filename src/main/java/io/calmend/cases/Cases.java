package io.calmend.cases;

import io.calmend.vocabulary.CaseId;
import java.util.UUID;

/**
 * Keeps the cases, each one user's complaint and the computers it is about, by the directory's object id. A case
 * number that a person types is accepted only after it was looked up here, because checks and runs are grouped by it
 * and it is written to the audit log.
 */
public interface Cases {

    /** Opens a case about {@code host}, in the caller's transaction. */
    CaseId open(UUID host);

    /** Whether this case exists and is about {@code host}. */
    boolean isAbout(CaseId id, UUID host);
}
