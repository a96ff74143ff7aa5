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
 * The file that H2 keeps the database in, with the audit log and everything that was saved from hosts: nobody but its owner may
 * read it. The folder is closed too, since H2 makes files beside it (temporary ones, its own log) with the rights that the
 * process gives by default. Where files have no POSIX permissions, as on Windows, they follow their folder's.
 */
public final class DatabaseFile {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final String PREFIX = "jdbc:h2:";

    private DatabaseFile() {}

    /**
     * Closes file and folder to others, and makes what is not there yet. Whoever opens the database does this first, since H2
     * makes its file with the rights that the process gives by default.
     *
     * @param url of any database; one without a file does nothing
     * @throws DatabaseUnusableException if they cannot be closed or made
     */
    public static void protect(String url) {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            named(url).ifPresent(DatabaseFile::protect);
        }
    }

    /** The file of H2 that {@code url} names, without H2's ending; empty where the database is in memory or another one. */
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
            // H2 takes an empty file for a new database
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
