package io.calmend.database;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Protects the file in which H2 keeps the database, with the audit log and all backups: only its owner may read it.
 * The folder is protected too, because H2 creates further files in it (temporary files, its own log) with the
 * process's default permissions. Where there are no POSIX permissions, as on Windows, the files inherit those of their
 * folder.
 */
public final class DatabaseFile {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final String PREFIX = "jdbc:h2:";

    private DatabaseFile() {}

    /**
     * Restricts the file and its folder to their owner, and creates those that are missing. Must be called before the
     * database is opened, because H2 creates its file with the process's default permissions.
     *
     * @param url of any database; does nothing if it names no file
     * @throws DatabaseUnusableException if they cannot be restricted or created
     */
    public static void protect(String url) {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            named(url).ifPresent(DatabaseFile::protect);
        }
    }

    /** The H2 file that {@code url} names, without H2's extension; empty if the database is in memory or is not H2. */
    public static Optional<Path> named(String url) {
        if (!url.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return Optional.empty();
        }
        var name = url.substring(PREFIX.length()).split(";", 2)[0];
        if (name.toLowerCase(Locale.ROOT).startsWith("file:")) {
            name = name.substring("file:".length());
        } else if (name.matches("[A-Za-z]{2,}:.*")) {
            return Optional.empty();
        }
        if (name.startsWith("~")) {
            name = System.getProperty("user.home") + name.substring(1);
        }
        return Optional.of(Path.of(name).toAbsolutePath().normalize());
    }

    private static void protect(Path database) {
        var folder = database.getParent();
        var name = database.getFileName();
        if (folder == null || name == null) {
            return;
        }
        try {
            if (Files.exists(folder)) {
                close(folder, name.toString());
            } else {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
            }
            try (var files = Files.newDirectoryStream(folder, file -> isOf(file, name.toString()))) {
                for (var file : files) {
                    if (!Files.getPosixFilePermissions(file).equals(FILE)) {
                        Files.setPosixFilePermissions(file, FILE);
                    }
                }
            }
            // H2 accepts an empty file as a new database
            Files.createFile(folder.resolve(name + ".mv.db"), PosixFilePermissions.asFileAttribute(FILE));
        } catch (FileAlreadyExistsException _) {
            LOG.debug("{} is there", database);
        } catch (IOException refused) {
            throw new DatabaseUnusableException("The file " + database
                    + " of spring.datasource.url cannot be made or closed to others (" + refused.getMessage()
                    + "): make Calmend's account the owner of its folder.");
        }
    }

    private static void close(Path folder, String name) throws IOException {
        var permissions = Files.getPosixFilePermissions(folder);
        permissions.removeAll(FOLDER);
        if (permissions.isEmpty()) {
            return;
        }
        try (var others = Files.newDirectoryStream(folder, file -> !isOf(file, name))) {
            if (!others.iterator().hasNext()) {
                Files.setPosixFilePermissions(folder, FOLDER);
                return;
            }
        } catch (IOException notOurs) {
            LOG.debug("{} cannot be closed", folder, notOurs);
        }
        throw new DatabaseUnusableException(
                "Others can read " + folder
                        + ", where H2 keeps the database, and Calmend cannot restrict access to it because it holds other files too:"
                        + " name a folder of its own in spring.datasource.url, or remove the permissions of others (chmod 700).");
    }

    private static boolean isOf(Path file, String name) {
        return String.valueOf(file.getFileName()).startsWith(name + ".");
    }
}
