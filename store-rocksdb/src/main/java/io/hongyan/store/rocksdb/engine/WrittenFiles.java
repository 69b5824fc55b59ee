package io.hongyan.store.rocksdb.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// The files of an open database that each write needs at the next start: its logs and its manifest. When one of them
/// is removed, RocksDB goes on writing to a file without a name.
///
/// The newest log and the manifest are looked at each time; the folder is listed twice a second, to find the logs that
/// RocksDB has begun since. A list needs a descriptor, a look does not: while the process has none left, what is known
/// must do, as RocksDB begins no log without one either.
final class WrittenFiles {
    private static final System.Logger LOG = System.getLogger(WrittenFiles.class.getName());
    private static final long LIST_MILLIS = 500;

    private final Clock clock = new SystemClock();
    private final Path folder;
    private final OldestLog oldest;
    private final TreeMap<Long, Object> logs = new TreeMap<>();
    private Path manifest;
    private @Nullable Object manifestKey;
    private long listedAt;
    private boolean unlisted;

    /// Tells the number of the oldest log that a start would read.
    interface OldestLog {
        long number();
    }

    WrittenFiles(Path folder, OldestLog oldest) {
        this.folder = folder;
        this.oldest = oldest;
        this.manifest = folder;
    }

    /// The database was opened, for the first time or again.
    void opened() {
        logs.clear();
        manifest = folder;
        listOrFail();
    }

    /// Whether it is time to list the folder again.
    boolean isDue() {
        return clock.steadyMillis() - listedAt >= LIST_MILLIS;
    }

    /// Looks at the files, after a write and before it is acknowledged. What is only in a log that was removed is
    /// written as tables.
    ///
    /// @throws StoreException when a start would not find what was written
    void check(Flush flush) throws RocksDBException {
        Path missing = missingLog();
        if (missing == null) {
            return;
        }
        LOG.log(
                Level.WARNING,
                "the file {0} was removed or replaced while the store writes to it; what it held is written as tables"
                        + " now, nothing is lost",
                missing);
        flush.run();
        Path still = listOrFail();
        if (still != null) {
            throw new StoreException("the file " + still + " is gone, and what it held could not be written as tables;"
                    + " start the service again");
        }
    }

    /// Writes all rows that are only in logs as tables.
    interface Flush {
        void run() throws RocksDBException;
    }

    private @Nullable Path missingLog() {
        Map.Entry<Long, Object> newest = logs.lastEntry();
        boolean there = newest != null
                && newest.getValue().equals(key(log(newest.getKey())))
                && manifestKey != null
                && manifestKey.equals(key(manifest));
        if (!there) {
            return listOrFail();
        }
        return isDue() ? listIfPossible() : null;
    }

    private @Nullable Path listOrFail() {
        try {
            return list();
        } catch (IOException e) {
            throw new StoreException("cannot look at the files of the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private @Nullable Path listIfPossible() {
        try {
            return list();
        } catch (IOException e) {
            listedAt = clock.steadyMillis();
            if (!unlisted) {
                unlisted = true;
                LOG.log(
                        Level.WARNING,
                        "cannot list the files of the store; those that are known are looked at, the others when it"
                                + " can again: {0}",
                        e.getMessage());
            }
            return null;
        }
    }

    private @Nullable Path list() throws IOException {
        findManifest();
        TreeMap<Long, Object> present = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.log")) {
            for (Path file : files) {
                Object key = key(file);
                if (key != null) {
                    String name = file.getFileName().toString();
                    present.put(Long.parseLong(name.substring(0, name.indexOf('.'))), key);
                }
            }
        }
        long first = oldest.number(); // after the listing: RocksDB deletes only logs before it
        for (Map.Entry<Long, Object> known : logs.tailMap(first).entrySet()) {
            if (!known.getValue().equals(present.get(known.getKey()))) {
                return log(known.getKey());
            }
        }
        if (present.tailMap(first).isEmpty()) {
            return log(first);
        }
        logs.clear();
        logs.putAll(present.tailMap(first));
        listedAt = clock.steadyMillis();
        unlisted = false;
        return null;
    }

    private void findManifest() throws IOException {
        for (int tries = 0; tries < 3; tries++) { // RocksDB may replace it at this moment
            Path named = currentManifest();
            if (named == null) {
                continue;
            }
            Object key = key(named);
            if (key == null) {
                continue;
            }
            if (!named.equals(manifest)) {
                manifest = named;
                manifestKey = key;
            }
            if (key.equals(manifestKey)) {
                return;
            }
            break;
        }
        throw new StoreException("the file " + manifest
                + " is gone or was replaced, without which no start finds what is"
                + " written; stop the service, then '" + StoreCommands.of("repair", folder) + "' saves what is there");
    }

    private @Nullable Path currentManifest() throws IOException {
        try {
            return folder.resolve(
                    Files.readString(folder.resolve("CURRENT"), US_ASCII).strip());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private Path log(long number) {
        return folder.resolve("%06d.log".formatted(number));
    }

    /// What tells a file from another one of the same name; null when there is none.
    private static @Nullable Object key(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? file : key;
        } catch (IOException e) {
            return null;
        }
    }
}
