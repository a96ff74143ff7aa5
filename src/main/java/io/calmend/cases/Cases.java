package io.calmend.cases;

import io.calmend.vocabulary.CaseId;
import java.util.UUID;

/**
 * One complaint and the computers that it is about, by the directory's object id. A number that somebody gives is no case until it
 * was asked for here: checks and runs are put together by it, and it stands in the audit log.
 */
public interface Cases {

    /** Opens a case about {@code host}, in the caller's transaction. */
    CaseId open(UUID host);

    /** Whether there is such a case, and it is about {@code host}. */
    boolean isAbout(CaseId id, UUID host);
}
