package io.hongyan.server.data;

import io.hongyan.broker.store.StoreException;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.transport.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes copies of the data folder while the service runs.
///
/// The files of the store are linked, not copied, where the file system allows it: a copy on the same disk costs next
/// to nothing, and must be moved to another one to be of use when the disk breaks.
public final class Backup {
    /// What belongs to the running process, and traces, which would be no use elsewhere.
    private static final Set<String> PASSING = Set.of(
            DataFolder.LOCK,
            RuntimeFile.NAME,
            RuntimeFile.STARTING,
            DataFolder.STORE,
            DataFolder.STORE_MADE,
            DataFolder.TRACES);

    private Backup() {}

    /// @param store of that data folder; null when nothing is kept
    /// @param target must not exist
    /// @throws DataFolderException when it cannot be written; the message says why
    public static void write(Path data, @Nullable RocksDbStore store, Path target) {
        if (!target.isAbsolute()) {
            throw new DataFolderException("the place of a copy must be an absolute path, not " + target);
        }
        if (Files.exists(target)) {
            throw new DataFolderException(target + " exists; a copy needs a new folder");
        }
        if (target.normalize().startsWith(data.toAbsolutePath().normalize())) {
            throw new DataFolderException("a copy needs a place outside the data folder " + data + ", not " + target);
        }
        Path made = firstToMake(target);
        try {
            PrivateFiles.folder(target);
            if (store != null) {
                store.backup(DataFolder.store(target));
            }
            for (Path file : children(data)) {
                if (passes(file)) {
                    copy(file, target.resolve(file.getFileName()));
                }
            }
            FolderContent.makePrivate(target);
        } catch (IOException e) {
            throw new DataFolderException(
                    "cannot write the copy " + target + ": " + FileReason.withFile(e)
                            + removed(target.normalize(), made),
                    e);
        } catch (StoreException e) {
            throw new DataFolderException(e.getMessage() + removed(target.normalize(), made), e);
        }
    }

    /// The target, or the first of its parents that is not there.
    private static Path firstToMake(Path target) {
        Path first = target.normalize();
        for (Path parent = first.getParent(); parent != null && !Files.exists(parent); parent = parent.getParent()) {
            first = parent;
        }
        return first;
    }

    /// Deletes what was made of a copy that failed, which could be taken for a good one.
    ///
    /// @param folder the copy
    /// @param last the last folder to delete: the copy, or the first of its parents that was made for it
    /// @return what to say when that fails, too; else empty
    private static String removed(Path folder, Path last) {
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> all = Files.walk(folder)) {
                    for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
            Path parent = folder.getParent();
            for (Path child = folder; parent != null && !child.equals(last); parent = parent.getParent()) {
                Files.deleteIfExists(parent);
                child = parent;
            }
            return "";
        } catch (IOException e) {
            return "; what there is of it cannot be deleted: " + FileReason.withFile(e);
        }
    }

    /// Puts a copy in the place of a data folder.
    ///
    /// @param data must be empty, or not exist
    /// @throws DataFolderException when the copy is none, or the folder is in use
    public static void restore(Path copy, Path data) {
        if (!Files.isRegularFile(copy.resolve(MetadataFile.NAME))) {
            throw new DataFolderException(copy + " is no copy of a data folder: it has no " + MetadataFile.NAME);
        }
        try {
            if (Files.exists(data) && !children(data).isEmpty()) {
                throw new DataFolderException(
                        "the data folder " + data + " is not empty; stop its service and move it away first");
            }
            PrivateFiles.folder(data);
            for (Path file : children(copy)) {
                copy(file, data.resolve(file.getFileName()));
            }
            FolderContent.makePrivate(data); // the copy may have come here by other hands
        } catch (IOException e) {
            Path folder = data.toAbsolutePath().normalize();
            throw new DataFolderException(
                    "cannot restore " + copy + " to " + data + ": " + FileReason.withFile(e) + removed(folder, folder),
                    e);
        }
    }

    private static boolean passes(Path file) {
        String name = file.getFileName().toString();
        return !PASSING.contains(name) && !name.endsWith(".new") && !name.startsWith(DataFolder.STORE + ".");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        if (Files.isDirectory(from)) {
            for (Path child : children(from)) {
                copy(child, to.resolve(child.getFileName()));
            }
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }
}
