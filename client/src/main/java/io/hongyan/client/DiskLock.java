package io.hongyan.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps a folder for one client. A lock of the system keeps other processes away. Where POSIX makes the rules, it is
/// gone as soon as its process closes that file, even if opened a second time; so a second client of this process must
/// not come to open it, and only what the process itself knows can tell.
///
/// Any thread may call it.
final class DiskLock implements AutoCloseable {
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private DiskLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Takes the folder; null when another client has it.
    static @Nullable DiskLock take(Path folder) throws IOException {
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
