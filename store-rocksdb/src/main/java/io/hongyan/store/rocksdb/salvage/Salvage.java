package io.hongyan.store.rocksdb.salvage;

import io.hongyan.broker.store.StoreException;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.salvage.TableFile.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// What can be read of a damaged store: the rows of every table file that can be opened by itself, and those of all
/// logs, the newest of each key. The store is not changed.
///
/// Where a block of a file cannot be read, the rows that other files and the logs have in its range of keys are read
/// without the damaged files.
public final class Salvage implements RowSource, AutoCloseable {
    private final List<ViewFolder> folders = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<Table> damaged = EnumSet.noneOf(Table.class);
    private final Path store;
    private final List<Path> logs;
    private @Nullable Engine all;
    private @Nullable Engine sound;
    private boolean damagedLogs;

    private Salvage(Path store, List<Path> logs) {
        this.store = store;
        this.logs = logs;
    }

    /// @param store the folder of a store that no process uses
    /// @throws StoreException when files may not be read, or the store has another format
    public static Salvage open(Path store) {
        Salvage salvage = null;
        boolean opened = false;
        try {
            checkReadable(store);
            salvage = new Salvage(store, StoreFiles.logs(store));
            salvage.openViews(FileSurvey.of(store));
            opened = true;
            return salvage;
        } catch (IOException e) {
            throw new StoreException("cannot read the store in " + store + ": " + e, e);
        } finally {
            if (salvage != null && !opened) {
                salvage.close();
            }
        }
    }

    private static void checkReadable(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.toList()) {
                if (!Files.isReadable(file)) {
                    throw new StoreException("cannot read " + file + "; make it readable for the user that runs this");
                }
            }
        }
    }

    private void openViews(FileSurvey survey) throws IOException {
        List<TableFile> files = survey.files();
        if (survey.manifestFault() != null) {
            faults.add("the list of table files (MANIFEST) cannot be used, all files of the folder are read: "
                    + survey.manifestFault());
        }
        for (TableFile file : files) {
            if (file.state() != State.SOUND) {
                faults.add(file.text());
                Table table = file.table();
                damaged.addAll(table == null ? EnumSet.allOf(Table.class) : EnumSet.of(table));
            }
        }
        all = view(files, file -> file.state() != State.UNREADABLE);
        sound = files.stream().anyMatch(file -> file.state() == State.DAMAGED)
                ? view(files, file -> file.state() == State.SOUND)
                : all;
        checkLogs();
    }

    private Engine view(List<TableFile> files, Predicate<TableFile> which) throws IOException {
        ViewFolder folder = ViewFolder.of(files.stream().filter(which).toList(), logs);
        folders.add(folder);
        return Engine.openForSalvage(folder.path());
    }

    /// A view skips damaged records of the logs without a word: a start with the same logs says whether there are any.
    private void checkLogs() throws IOException {
        int before = faults.size();
        for (Path log : logs) {
            String fault = refusal(List.of(log));
            if (fault != null) {
                faults.add("log " + log.getFileName() + " is damaged, its other records are read: " + fault);
            }
        }
        String fault = faults.size() == before ? refusal(logs) : null;
        if (fault != null) {
            faults.add("a log is missing or has lost its end: " + fault);
        }
        damagedLogs = faults.size() > before;
    }

    private @Nullable String refusal(List<Path> logs) throws IOException {
        ViewFolder folder = ViewFolder.of(List.of(), logs);
        folders.add(folder);
        try {
            Engine.openReadOnly(folder.path()).close();
            return null;
        } catch (StoreException e) {
            // without the tables the format may be missing, which is no damage
            return e.getCause() instanceof RocksDBException cause ? inStore(cause.getMessage()) : null;
        }
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public boolean mayLack(Table table) {
        return damagedLogs || damaged.contains(table);
    }

    @Override
    public void read(Table table, Sink sink, List<String> problems) {
        Engine all = engine(this.all);
        Engine sound = engine(this.sound);
        byte[] from = new byte[0];
        while (from != null) {
            RowRun run = RowRun.read(all, table, from, null, sink);
            if (run.fault() == null) {
                return;
            }
            byte[] next = new ReadableKey(all, table).after(run.end());
            long saved = 0;
            if (sound != all) {
                saved = RowRun.read(sound, table, run.next(), next, sink).rows();
            }
            problems.add("table " + table.text() + ": a block of rows is lost"
                    + (saved == 0 ? "" : ", " + saved + " rows of its range were found elsewhere") + ": "
                    + inStore(run.fault()));
            from = next;
        }
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
        for (Engine engine : List.of(engine(all), engine(sound))) {
            try {
                return engine.get(table, key);
            } catch (RocksDBException _) {
                // the other view may have it
            }
        }
        return null;
    }

    /// Messages of RocksDB name files of a view.
    private String inStore(@Nullable String message) {
        String text = String.valueOf(message);
        for (ViewFolder folder : folders) {
            text = text.replace(folder.path().toString(), store.toString());
        }
        return text;
    }

    private static Engine engine(@Nullable Engine engine) {
        if (engine == null) {
            throw new StoreException("the store is closed");
        }
        return engine;
    }

    @Override
    public void close() {
        if (sound != null && sound != all) {
            sound.close();
        }
        if (all != null) {
            all.close();
        }
        folders.forEach(ViewFolder::close);
    }
}
