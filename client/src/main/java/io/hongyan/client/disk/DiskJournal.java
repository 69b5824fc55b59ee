package io.hongyan.client.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The messages of a queue on disk, in a folder that no other client may use at the same time. What happens to them is
/// appended to one file; when most of the file is obsolete, it is replaced by a new one with the rest.
/// It is also replaced after a failed write, since its content is unknown then.
///
/// Confined to one thread at a time.
public final class DiskJournal implements AutoCloseable {
    /// A smaller file is not worth replacing.
    public static final long SMALL = 8 << 20;

    private final Path folder;
    private final String clientId;
    private final long small;
    private final DiskLock lock;
    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private @Nullable DiskFile file;
    private long entryBytes;
    private long lastPlace;

    /// A message and how far it has come.
    ///
    /// @param packetId under which it may have been sent; 0 = it was not
    /// @param released whether PUBREL may have been sent
    public record Entry(DiskRecord.Added added, int packetId, boolean released) {}

    private DiskJournal(Path folder, String clientId, long small, DiskLock lock) {
        this.folder = folder;
        this.clientId = clientId;
        this.small = small;
        this.lock = lock;
    }

    /// Opens the queue in a folder, or begins one there.
    ///
    /// @param small bytes of a file that is not worth replacing
    /// @throws UnusableQueueException when it is in use, damaged, or cannot be read
    public static DiskJournal open(Path folder, String clientId, long small) throws UnusableQueueException {
        DiskLock lock = null;
        try {
            Files.createDirectories(folder);
            lock = DiskLock.take(folder);
            if (lock == null) {
                throw new UnusableQueueException("another client uses it; give each a folder of its own");
            }
            DiskJournal journal = new DiskJournal(folder, clientId, small, lock);
            journal.load();
            return journal;
        } catch (UnusableQueueException e) {
            closeAfter(lock, e);
            throw e;
        } catch (IOException e) {
            closeAfter(lock, e);
            throw new UnusableQueueException("it cannot be read or written: " + e, e);
        } catch (DiskFile.DamagedException e) {
            closeAfter(lock, e);
            throw new UnusableQueueException(
                    e.getMessage() + "; move " + queueFile(folder) + " away to begin with an empty queue", e);
        }
    }

    private static void closeAfter(@Nullable DiskLock lock, Exception why) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException further) {
                why.addSuppressed(further);
            }
        }
    }

    /// The remaining messages, the oldest first.
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /// The last number that a message was given.
    public long lastPlace() {
        return lastPlace;
    }

    public long fileLength() {
        DiskFile now = file;
        return now == null ? 0 : now.length();
    }

    /// Keeps the records: they are safe when this returns. After a failure a further call, even with none, tries again
    /// to keep those of before.
    public void append(List<DiskRecord> records) throws IOException {
        records.forEach(this::apply);
        DiskFile now = file;
        if (now == null || now.length() > Math.max(small, 3 * entryBytes)) {
            replace();
            return;
        }
        try {
            now.append(records);
            now.sync();
        } catch (IOException | RuntimeException | Error e) {
            abandon(e);
            throw e;
        }
    }

    /// Releases the folder.
    @Override
    public void close() throws IOException {
        try (lock) {
            if (file != null) {
                file.close();
            }
        }
    }

    private void load() throws IOException, DiskFile.DamagedException {
        Files.deleteIfExists(newFile());
        Path path = queueFile(folder);
        if (Files.exists(path)) {
            file = DiskFile.open(path, clientId, this::apply);
        } else {
            replace();
        }
    }

    private void apply(DiskRecord record) {
        long place = record.place();
        lastPlace = Math.max(lastPlace, place);
        Entry entry = entries.get(place);
        switch (record) {
            case DiskRecord.Added added -> {
                entries.put(place, new Entry(added, 0, false));
                entryBytes += added.size();
            }
            case DiskRecord.Sent sent -> {
                if (entry != null) {
                    entries.put(place, new Entry(entry.added(), sent.packetId(), entry.released()));
                }
            }
            case DiskRecord.Released released -> {
                if (entry != null) {
                    entries.put(released.place(), new Entry(entry.added(), entry.packetId(), true));
                }
            }
            case DiskRecord.Ended ended -> {
                if (entry != null) {
                    entries.remove(ended.place());
                    entryBytes -= entry.added().size();
                }
            }
        }
    }

    /// A crash at any point leaves the old file or the new one.
    private void replace() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
        Path path = queueFile(folder);
        DiskFile next = DiskFile.create(newFile(), clientId);
        try {
            next.append(remaining());
            next.sync();
            // The safe end itself: without it, damage to this file would go unnoticed.
            next.sync();
            Files.move(newFile(), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
        } catch (IOException | RuntimeException | Error e) {
            closeQuietly(next, e);
            throw e;
        }
        file = next;
    }

    private List<DiskRecord> remaining() {
        List<DiskRecord> records = new ArrayList<>();
        for (Entry entry : entries.values()) {
            long place = entry.added().place();
            records.add(entry.added());
            if (entry.packetId() != 0) {
                records.add(new DiskRecord.Sent(place, entry.packetId()));
            }
            if (entry.released()) {
                records.add(new DiskRecord.Released(place));
            }
        }
        return records;
    }

    private void syncFolder() {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // Not every system can do that (Windows); those that cannot keep names safe by themselves.
        }
    }

    private void abandon(Throwable why) {
        DiskFile broken = file;
        file = null;
        if (broken != null) {
            closeQuietly(broken, why);
        }
    }

    private static void closeQuietly(DiskFile file, Throwable why) {
        try {
            file.close();
        } catch (IOException further) {
            why.addSuppressed(further);
        }
    }

    private Path newFile() {
        return folder.resolve("queue.new");
    }

    private static Path queueFile(Path folder) {
        return folder.resolve("queue.log");
    }
}
