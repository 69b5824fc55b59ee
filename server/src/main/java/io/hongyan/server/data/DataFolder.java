package io.hongyan.server.data;

import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.transport.FileReason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder of all persistent data, locked by one process at a time.
///
/// The lock is the operating system's, so that it goes with the process however that ends.
public final class DataFolder implements AutoCloseable {
    static final String LOCK = "lock";
    static final String STORE = "store";
    static final String STORE_MADE = "store.made";
    static final String TRACES = "traces";
    /// What makes a service a node of its cluster.
    public static final String CLUSTER = "cluster";

    private final Path path;
    private final boolean made;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, boolean made, FileChannel channel, FileLock lock) {
        this.path = path;
        this.made = made;
        this.channel = channel;
        this.lock = lock;
    }

    /// Makes the folder if need be, takes it, and takes from other users of the machine what is not for them.
    ///
    /// @throws DataFolderException when another process has it, it cannot be written, or was never a data folder and
    ///         has other things in it
    public static DataFolder open(Path path) {
        try {
            boolean made = !Files.exists(path);
            PrivateFiles.folder(path);
            if (!Files.isWritable(path)) {
                throw unwritable(path, null);
            }
            FolderContent.check(path);
            Path file = path.resolve(LOCK);
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PrivateFiles.permissions(file, "rw-------"));
            FileLock lock = tryLock(channel);
            if (lock == null || !Files.exists(file)) { // another one that fails removes what it has made
                String owner = owner(channel);
                channel.close();
                throw inUse(path, owner);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            FolderContent.makePrivate(path);
            return new DataFolder(path, made, channel, lock);
        } catch (AccessDeniedException e) {
            throw unwritable(path, e);
        } catch (IOException e) {
            throw new DataFolderException("the data folder " + path + " cannot be used: " + FileReason.withFile(e), e);
        }
    }

    /// Keeps services off a folder that is looked at, as long as that lasts. Changes nothing: where no service has ever
    /// been, as in a copy, there is no lock to hold.
    ///
    /// @throws DataFolderException when a process has it
    public static Closeable watch(Path path) {
        Path file = path.resolve(LOCK);
        if (!Files.exists(file)) {
            return () -> {};
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            if (tryShare(channel) == null) {
                String owner = owner(channel);
                channel.close();
                throw inUse(path, owner);
            }
            return channel;
        } catch (IOException e) {
            throw new DataFolderException("the data folder " + path + " cannot be used: " + FileReason.withFile(e), e);
        }
    }

    /// Refuses a folder of another user: what is in it must not look as if it were not there.
    ///
    /// @throws DataFolderException when the user of this process may not look into the folder
    public static void checkAccess(Path path) {
        boolean hidden = !Files.exists(path) && !Files.notExists(path);
        boolean closed = Files.isDirectory(path) && !(Files.isReadable(path) && Files.isExecutable(path));
        if (hidden || closed) {
            throw new DataFolderException(
                    "the user " + System.getProperty("user.name") + " may not read the data folder " + path
                            + "; type the command as the user that runs the service, or with sudo");
        }
    }

    private static DataFolderException inUse(Path path, String owner) {
        return new DataFolderException("the data folder " + path + " is in use" + owner
                + "; stop that one, or choose another folder with --data");
    }

    /// What others can read in the folder although it is not for them, and a start cannot take from them.
    ///
    /// @param started whether a start has tried it
    public static List<String> notes(Path path, boolean started) {
        return FolderContent.notes(path, started);
    }

    /// Whether a start could use the folder, or make it. Changes nothing.
    ///
    /// @throws DataFolderException when it could not
    public static void check(Path path) {
        Path place = path.toAbsolutePath().normalize();
        if (Files.exists(place) && !Files.isDirectory(place)) {
            throw new DataFolderException("the data folder " + path + " cannot be used: it is a file");
        }
        Path present = place;
        while (!Files.exists(present) && present.getParent() != null) {
            present = present.getParent();
        }
        if (!Files.isDirectory(present)) {
            throw new DataFolderException(
                    "the data folder " + path + " cannot be made: " + present + " is not a folder");
        }
        if (!present.equals(place) && !Files.isWritable(present)) {
            throw new DataFolderException("the data folder " + path + " cannot be made: the user that runs the service"
                    + " may not write to " + present);
        }
        for (Path part : List.of(place, place.resolve(LOCK), store(place), place.resolve("tls"))) {
            if (Files.exists(part) && !Files.isWritable(part)) {
                throw unwritable(part, null);
            }
        }
        try {
            FolderContent.check(path);
        } catch (IOException e) {
            throw new DataFolderException("the data folder " + path + " cannot be read: " + FileReason.withFile(e), e);
        }
    }

    private static DataFolderException unwritable(Path path, @Nullable Exception cause) {
        return new DataFolderException(
                "the data folder " + path + " cannot be written; make it writable for the user that runs the service,"
                        + " or choose another folder with --data",
                cause);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static @Nullable FileLock tryShare(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, true);
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        boolean lives = pid.matches("[0-9]{1,18}") && LiveProcess.isAlive(Long.parseLong(pid), null);
        return lives ? " by process " + pid : " by another process"; // one that only looks leaves the old number
    }

    /// Refuses a folder whose store is gone: it was removed, or its file system is not mounted.
    ///
    /// @throws DataFolderException with the ways on
    public static void checkStore(Path data) {
        if (Files.exists(data.resolve(STORE_MADE)) && !Files.exists(store(data).resolve("CURRENT"))) {
            throw new DataFolderException(
                    store(data) + " is gone, empty or without its file CURRENT, but it was in use:"
                            + " sessions, retained and waiting messages were in it; "
                            + RocksDbStore.waysOnWithout(store(data)));
        }
    }

    /// Removes a store that a first start was making when it was killed: it does not open, and nothing is in it.
    public static void removeUnfinishedStore(Path data) throws IOException {
        if (Files.exists(data.resolve(STORE_MADE)) || !Files.isDirectory(store(data))) {
            return;
        }
        List<Path> files;
        try (Stream<Path> children = Files.list(store(data))) {
            files = children.toList();
        }
        if (files.stream().noneMatch(DataFolder::holdsRows)) {
            for (Path each : files) {
                Files.delete(each);
            }
        }
    }

    /// Whether it is a table or a log of the store, or something that no store has.
    private static boolean holdsRows(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".sst") || name.endsWith(".log") || !Files.isRegularFile(file);
    }

    /// Remembers that the folder has a store from now on.
    public static void storeMade(Path data) throws IOException {
        if (!Files.exists(data.resolve(STORE_MADE))) {
            PrivateFiles.write(data.resolve(STORE_MADE), "");
        }
    }

    /// Where in a data folder its store is.
    public static Path store(Path data) {
        return data.resolve(STORE);
    }

    /// Where in a data folder its traces are.
    public static Path traces(Path data) {
        return data.resolve(TRACES);
    }

    public Path path() {
        return path;
    }

    /// A file in the folder.
    public Path file(String name) {
        return path.resolve(name);
    }

    /// A start that failed before it put anything into the folder leaves no trace of a service.
    private void removeIfUnused() throws IOException {
        if (FolderContent.isUnused(path)) {
            Files.deleteIfExists(path.resolve(LOCK));
            if (made) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() {
        try (channel) {
            removeIfUnused();
            lock.release();
        } catch (IOException e) {
            System.getLogger(DataFolder.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "the lock of the data folder was not released: {0}",
                            FileReason.withFile(e));
        }
    }
}
