package io.hongyan.store.rocksdb.check;

import io.hongyan.broker.store.StoreException;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.RowBatch;
import io.hongyan.store.rocksdb.engine.StoreNumbers;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.salvage.Salvage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;

/// Copies every row that can be read and decoded into a new store, and keeps the damaged store.
public final class StoreRepair {
    private static final int ROWS_PER_BATCH = 10_000;

    private final Engine sound;
    private final RowBatch batch = new RowBatch();

    private StoreRepair(Engine sound) {
        this.sound = sound;
    }

    /// @param folder of a store that no process uses
    /// @param aside where the damaged store is kept; must not exist
    /// @return the rows that were copied, and the faults
    /// @throws StoreException when nothing can be read; then nothing is changed
    public static StoreReport repair(Path folder, Path aside) {
        Path fresh = folder.resolveSibling(folder.getFileName() + ".repaired");
        if (Files.exists(fresh) || Files.exists(aside)) {
            throw new StoreException(fresh + " or " + aside + " is there already; move it away first");
        }
        StoreReport report;
        try (Salvage damaged = Salvage.open(folder)) {
            report = copy(damaged, folder, fresh);
        }
        try {
            Files.move(folder, aside);
            Files.move(fresh, folder);
        } catch (IOException e) {
            throw new StoreException("the repaired store is complete in " + fresh + " and could not take its place", e);
        }
        return report;
    }

    private static StoreReport copy(Salvage damaged, Path folder, Path fresh) {
        try {
            try (Engine sound = Engine.open(fresh)) {
                return new StoreRepair(sound).copy(damaged, folder);
            } catch (RocksDBException e) {
                throw new StoreException("cannot write the repaired store " + fresh, e);
            }
        } catch (StoreException e) {
            delete(fresh, e);
            throw e;
        }
    }

    private StoreReport copy(Salvage damaged, Path folder) throws RocksDBException {
        SavedRows saved = SavedRows.read(damaged, this::put);
        StoreReport report = saved.report();
        if (!saved.any() && !report.sound()) {
            throw new StoreException("no row of the store in " + folder + " can be read; go back to a copy. "
                    + String.join("; ", report.faults()));
        }
        saved.numbers().addTo(batch);
        sound.write(batch, true);
        return report;
    }

    private void put(Table table, byte[] key, byte[] value) {
        if (table == Table.META && StoreNumbers.isFormat(key)) {
            return; // the new store has one of its own
        }
        batch.put(table, key, value);
        if (batch.isFull(ROWS_PER_BATCH)) {
            try {
                sound.write(batch, false);
                batch.clear();
            } catch (RocksDBException e) {
                throw new StoreException("cannot write the repaired store", e);
            }
        }
    }

    /// Deletes an incomplete new store, so that the next repair can begin.
    private static void delete(Path fresh, StoreException why) {
        try (Stream<Path> files = Files.list(fresh)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(fresh);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }
}
