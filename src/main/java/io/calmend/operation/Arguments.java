package io.calmend.operation;

import io.calmend.vocabulary.BackupId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen for the parameters of an operation. Part of a plan, and so of its digest.
 *
 * @param backup for a {@link Parameter.Backup}, else null
 */
public record Arguments(@Nullable BackupId backup) {

    public static final Arguments NONE = new Arguments(null);

    /** What {@code parameters} ask for, without the rest. */
    public Arguments only(List<Parameter> parameters) {
        return parameters.contains(new Parameter.Backup()) ? this : NONE;
    }
}
