package io.hongyan.store.rocksdb.salvage;

import io.hongyan.broker.store.StoreException;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.salvage.TableFile.KeyRange;
import io.hongyan.store.rocksdb.salvage.TableFile.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/// Finds the table files of a damaged store, by its manifest if that can be read and names the newest of them, else by
/// the folder; and reads every one to see how much of it is readable.
final class FileSurvey {
    /// From the oldest to the newest, as far as that is known: rows of one table with the same key are told apart by
    /// their sequence numbers, not by this order.
    private static final Comparator<TableFile> OLDEST_FIRST = Comparator.comparingInt((TableFile file) -> -file.level())
            .thenComparingLong(TableFile::newest)
            .thenComparingLong(TableFile::number);

    private final Path store;
    private final List<TableFile> files = new ArrayList<>();
    private @Nullable String manifestFault;

    private FileSurvey(Path store) {
        this.store = store;
    }

    static FileSurvey of(Path store) throws IOException {
        FileSurvey survey = new FileSurvey(store);
        survey.run();
        return survey;
    }

    /// Oldest first.
    List<TableFile> files() {
        return files;
    }

    /// Why the manifest was not used; null when it was.
    @Nullable
    String manifestFault() {
        return manifestFault;
    }

    private void run() throws IOException {
        List<Path> present = StoreFiles.tables(store);
        Map<Path, LiveFileMetaData> named = named();
        if (manifestFault == null && isBehind(named, present)) {
            manifestFault = "it names files that are not there, and not the newest ones that are";
        }
        try (Options options = new Options()) {
            if (manifestFault == null) {
                named.forEach((path, file) -> files.add(read(options, path, file)));
            } else {
                present.forEach(path -> files.add(read(options, path, null)));
            }
        }
        files.sort(OLDEST_FIRST);
    }

    private Map<Path, LiveFileMetaData> named() throws IOException {
        Map<Path, LiveFileMetaData> found = new HashMap<>();
        try (ViewFolder view = ViewFolder.ofAll(store)) {
            try (Engine engine = Engine.openForSalvage(view.path())) {
                for (LiveFileMetaData file : engine.files()) {
                    found.put(
                            store.resolve(Path.of(file.fileName()).getFileName().toString()), file);
                }
            } catch (StoreException e) {
                if (!(e.getCause() instanceof RocksDBException cause)) {
                    throw e; // another format
                }
                manifestFault =
                        String.valueOf(cause.getMessage()).replace(view.path().toString(), store.toString());
            }
        }
        return found;
    }

    /// Whether the manifest has lost its end: it tells of an earlier state of the store.
    private static boolean isBehind(Map<Path, LiveFileMetaData> named, List<Path> present) {
        long newest =
                named.keySet().stream().mapToLong(StoreFiles::number).max().orElse(0);
        return present.stream().anyMatch(file -> StoreFiles.number(file) > newest)
                && !present.containsAll(named.keySet());
    }

    private TableFile read(Options options, Path path, @Nullable LiveFileMetaData named) {
        Table table = named == null ? null : table(named.columnFamilyName());
        State state = State.UNREADABLE;
        String fault = null;
        try (SstFileReader reader = new SstFileReader(options)) {
            if (!Files.exists(path)) {
                throw new RocksDBException("it is missing");
            }
            reader.open(path.toString());
            if (table == null) {
                table = table(reader.getTableProperties().getColumnFamilyName());
            }
            state = table == null ? State.UNREADABLE : State.DAMAGED;
            reader.verifyChecksum();
            state = table == null ? State.UNREADABLE : State.SOUND;
            fault = table == null ? "it belongs to a table that this program does not know" : null;
        } catch (RocksDBException e) {
            fault = String.valueOf(e.getMessage());
        }
        return new TableFile(
                path,
                StoreFiles.number(path),
                table,
                named == null ? 0 : named.level(),
                named == null ? KeyRange.all() : new KeyRange(named.smallestKey(), named.largestKey()),
                named == null ? 0 : named.largestSeqno(),
                state,
                fault);
    }

    private static @Nullable Table table(byte[] label) {
        return Arrays.stream(Table.values())
                .filter(table -> Arrays.equals(table.label(), label))
                .findFirst()
                .orElse(null);
    }
}
