package io.hongyan.store.rocksdb.engine;

import io.hongyan.broker.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folder of an open database. When it is deleted, moved or covered by another file system, RocksDB goes on writing
/// to files that no later start will find: what is acknowledged then is lost.
public final class StoreFolder {
    /// RocksDB replaces this file, and never leaves a folder without it.
    private static final String CURRENT = "CURRENT";

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private @Nullable Object key;

    StoreFolder(Path path) {
        this.path = path;
    }

    /// Makes the folder, unless it is there. RocksDB gives its files the permissions of the process's umask, so nobody
    /// but the owner may enter the folder.
    public static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectory(
                folder,
                posix
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNERS)}
                        : new FileAttribute<?>[0]);
    }

    /// The database was opened, for the first time or again.
    void opened() {
        key = key();
    }

    private @Nullable Object key() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /// @throws StoreException when the folder is not the one that was opened, or is empty
    void check() {
        if (!Files.exists(path.resolve(CURRENT))) {
            throw new StoreException("the folder " + path + " is gone, empty or without its file " + CURRENT
                    + "; bring it back, and the service goes on. If it is lost, stop the service, "
                    + LostStore.waysOn(path) + "; then start the service");
        }
        if (!Objects.equals(key(), key)) {
            throw new StoreException("another store has taken the place of " + path + "; bring the old one back, or"
                    + " start the service again to go on with the one that is there now");
        }
    }
}
