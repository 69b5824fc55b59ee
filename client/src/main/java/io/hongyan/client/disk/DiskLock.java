package io.hongyan.client.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Reserves a folder for one client. A file lock keeps other processes away. On POSIX systems the lock is lost as soon
/// as its process closes that file, even if it was opened a second time; therefore a set of the folders that this
/// process uses keeps a second client of the process from opening the file.
///
/// Any thread may call it.
public final class DiskLock implements AutoCloseable {
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private DiskLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Takes the folder; null when another client has it.
    public static @Nullable DiskLock take(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (!OURS.add(real)) {
            return null;
        }
        DiskLock lock;
        try {
            lock = new DiskLock(
                    real, FileChannel.open(real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            OURS.remove(real);
            throw e;
        }
        boolean taken = false;
        try {
            taken = lock.channel.tryLock() != null;
        } catch (OverlappingFileLockException otherClassLoader) {
            // Another copy of this class has it.
        } finally {
            if (!taken) {
                lock.close();
            }
        }
        return taken ? lock : null;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            OURS.remove(folder);
        }
    }
}
