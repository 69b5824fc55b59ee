package io.hongyan.store.rocksdb.check;

import io.hongyan.broker.store.StoreException;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.RowBatch;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.RowCodec;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Copies every row that can be read and decoded into a new store, and keeps the damaged store.
public final class StoreRepair {
    /// The search for the next readable row treats this many leading bytes of a key as a number.
    private static final int SEARCHED_BYTES = 24;

    private static final int ROWS_PER_BATCH = 10_000;

    private final Engine damaged;
    private final Engine sound;
    private final RowBatch batch = new RowBatch();
    private final RowCodec codec = new RowCodec();
    private final List<String> faults = new ArrayList<>();

    private StoreRepair(Engine damaged, Engine sound) {
        this.damaged = damaged;
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
        try (Engine damaged = Engine.openForSalvage(folder);
                Engine sound = Engine.open(fresh)) {
            report = new StoreRepair(damaged, sound).copy();
        } catch (RocksDBException e) {
            throw new StoreException("cannot write the repaired store " + fresh, e);
        }
        try {
            Files.move(folder, aside);
            Files.move(fresh, folder);
        } catch (IOException e) {
            throw new StoreException("the repaired store is complete in " + fresh + " and could not take its place", e);
        }
        return report;
    }

    private StoreReport copy() throws RocksDBException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Table table : Table.values()) {
            rows.put(table.text(), copy(table));
        }
        sound.write(batch, true);
        return new StoreReport(rows, faults);
    }

    private long copy(Table table) throws RocksDBException {
        long rows = 0;
        UndecodableCount undecodable = new UndecodableCount(table);
        byte[] from = new byte[0];
        while (from != null) {
            Run run = copyRun(table, from, undecodable);
            rows += run.rows();
            if (run.fault() == null) {
                break;
            }
            faults.add("table " + table.text() + ": rows after row " + rows + " are lost: " + run.fault());
            from = nextReadable(table, run.last());
        }
        undecodable.addTo(faults);
        return rows;
    }

    /// A run of readable rows.
    ///
    /// @param last the last key that was read, or the key where the run began
    /// @param fault why the run ended; null at the end of the table
    private record Run(long rows, byte[] last, @Nullable String fault) {}

    private Run copyRun(Table table, byte[] from, UndecodableCount undecodable) throws RocksDBException {
        long[] rows = {0};
        byte[][] last = {from};
        try {
            damaged.scan(table, from, (key, value, _) -> {
                last[0] = key;
                if (!undecodable.check(codec, key, value)) {
                    return true;
                }
                rows[0]++;
                batch.put(table, key, value);
                if (batch.size() >= ROWS_PER_BATCH) {
                    flush();
                }
                return true;
            });
            return new Run(rows[0], last[0], null);
        } catch (RocksDBException e) {
            return new Run(rows[0], last[0], String.valueOf(e.getMessage()));
        }
    }

    private void flush() {
        try {
            sound.write(batch, false);
            batch.clear();
        } catch (RocksDBException e) {
            throw new StoreException("cannot write the repaired store", e);
        }
    }

    /// The first key after that one from which rows can be read, found by exponential and then binary search.
    ///
    /// @return null when there is none
    private byte @Nullable [] nextReadable(Table table, byte[] after) {
        BigInteger bad = number(after);
        BigInteger end = BigInteger.ONE.shiftLeft(8 * SEARCHED_BYTES);
        BigInteger good = bad;
        for (BigInteger step = BigInteger.ONE; ; step = step.shiftLeft(1)) {
            good = good.add(step);
            if (good.compareTo(end) >= 0) {
                return null;
            }
            if (readable(table, good)) {
                break;
            }
            bad = good;
        }
        while (good.subtract(bad).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = good.add(bad).shiftRight(1);
            if (readable(table, middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return key(good);
    }

    private boolean readable(Table table, BigInteger number) {
        try {
            damaged.scan(table, key(number), (_, _, _) -> false);
            return true;
        } catch (RocksDBException _) {
            return false;
        }
    }

    private static BigInteger number(byte[] key) {
        return new BigInteger(1, Arrays.copyOf(key, SEARCHED_BYTES));
    }

    private static byte[] key(BigInteger number) {
        byte[] digits = number.toByteArray();
        byte[] key = new byte[SEARCHED_BYTES];
        int from = Math.max(0, digits.length - SEARCHED_BYTES); // a leading zero for the sign
        int length = digits.length - from;
        System.arraycopy(digits, from, key, SEARCHED_BYTES - length, length);
        return key;
    }
}
