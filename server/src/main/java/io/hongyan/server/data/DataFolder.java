package io.hongyan.server.data;

import io.hongyan.transport.FileReason;
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
import org.jspecify.annotations.Nullable;

/// The folder of all persistent data, locked by one process at a time.
///
/// The lock is the operating system's, so that it goes with the process however that ends.
public final class DataFolder implements AutoCloseable {
    static final String LOCK = "lock";
    static final String STORE = "store";
    static final String STORE_MADE = "store.made";

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /// Makes the folder if need be, and takes it.
    ///
    /// @throws DataFolderException when another process has it, or it cannot be written
    public static DataFolder open(Path path) {
        try {
            PrivateFiles.folder(path);
            if (!Files.isWritable(path)) {
                throw unwritable(path, null);
            }
            FileChannel channel = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String owner = owner(channel);
                channel.close();
                throw new DataFolderException("the data folder " + path + " is in use" + owner
                        + "; stop that one, or choose another folder with --data");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataFolder(path, channel, lock);
        } catch (AccessDeniedException e) {
            throw unwritable(path, e);
        } catch (IOException e) {
            throw new DataFolderException("the data folder " + path + " cannot be used: " + FileReason.withFile(e), e);
        }
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

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? " by another process" : " by process " + pid;
    }

    /// Refuses a folder whose store is gone: it was removed, or its file system is not mounted.
    ///
    /// @throws DataFolderException with the ways on
    public static void checkStore(Path data) {
        if (Files.exists(data.resolve(STORE_MADE)) && !Files.exists(store(data).resolve("CURRENT"))) {
            throw new DataFolderException(store(data) + " is gone or empty, but it was in use: sessions, retained and"
                    + " waiting messages were in it. Mount its file system, or put it back from a backup; or remove "
                    + data.resolve(STORE_MADE) + " to begin anew without them");
        }
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

    public Path path() {
        return path;
    }

    /// A file in the folder.
    public Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try (channel) {
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
