package io.calmend.vocabulary;

/** The number of one backup; people see {@code B-1042}. */
public record BackupId(long value) {

    public BackupId {
        if (value <= 0) {
            throw new IllegalArgumentException("ids are positive");
        }
    }

    @Override
    public String toString() {
        return "B-" + value;
    }
}
