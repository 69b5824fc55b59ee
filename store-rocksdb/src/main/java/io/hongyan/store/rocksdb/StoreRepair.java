package io.hongyan.store.rocksdb;

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

/// Copies every row that can still be read into a new store, and keeps the damaged one beside it.
public final class StoreRepair {
    /// Where the search for the next readable row looks: this many leading bytes of a key are taken as a number.
    private static final int SEARCHED_BYTES = 24;

    private static final int ROWS_AT_ONCE = 10_000;

    private final Engine damaged;
    private final Engine sound;
    private final Changes changes = new Changes();
    private final List<String> faults = new ArrayList<>();

    private StoreRepair(Engine damaged, Engine sound) {
        this.damaged = damaged;
        this.sound = sound;
    }

    /// @param folder of a store that no process uses
    /// @param aside where the damaged store is kept; must not exist
    /// @return what was saved, and what could not be
    /// @throws StoreProblem when nothing can be read; then nothing was changed
    public static StoreReport repair(Path folder, Path aside) {
        Path fresh = folder.resolveSibling(folder.getFileName() + ".repaired");
        if (Files.exists(fresh) || Files.exists(aside)) {
            throw new StoreProblem(fresh + " or " + aside + " is there already; move it away first");
        }
        StoreReport report;
        try (Engine damaged = Engine.save(folder);
                Engine sound = Engine.open(fresh)) {
            report = new StoreRepair(damaged, sound).copy();
        } catch (RocksDBException e) {
            throw new StoreProblem("cannot write the repaired store " + fresh, e);
        }
        try {
            Files.move(folder, aside);
            Files.move(fresh, folder);
        } catch (IOException e) {
            throw new StoreProblem("the repaired store is complete in " + fresh + " and could not take its place", e);
        }
        return report;
    }

    private StoreReport copy() throws RocksDBException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Table table : Table.values()) {
            rows.put(StoreCheck.name(table), copy(table));
        }
        sound.write(changes, true);
        return new StoreReport(rows, faults);
    }

    private long copy(Table table) throws RocksDBException {
        long rows = 0;
        byte[] from = new byte[0];
        while (from != null) {
            Stretch stretch = stretch(table, from);
            rows += stretch.rows();
            if (stretch.fault() == null) {
                return rows;
            }
            faults.add(
                    "table " + StoreCheck.name(table) + ": rows after row " + rows + " are lost: " + stretch.fault());
            from = nextReadable(table, stretch.last());
        }
        return rows;
    }

    /// Rows one after the other.
    ///
    /// @param last key that was read, or where the reading began
    /// @param fault why it ended; null at the end of the table
    private record Stretch(long rows, byte[] last, @Nullable String fault) {}

    private Stretch stretch(Table table, byte[] from) throws RocksDBException {
        long[] rows = {0};
        byte[][] last = {from};
        try {
            damaged.scan(table, from, (key, value, _) -> {
                rows[0]++;
                last[0] = key;
                changes.put(table, key, value);
                if (changes.size() >= ROWS_AT_ONCE) {
                    flush();
                }
                return true;
            });
            return new Stretch(rows[0], last[0], null);
        } catch (RocksDBException e) {
            return new Stretch(rows[0], last[0], String.valueOf(e.getMessage()));
        }
    }

    private void flush() {
        try {
            sound.write(changes, false);
            changes.clear();
        } catch (RocksDBException e) {
            throw new StoreProblem("cannot write the repaired store", e);
        }
    }

    /// The first place after that key from which rows can be read: found by ever longer steps, then halved back.
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

    private boolean readable(Table table, BigInteger place) {
        try {
            damaged.scan(table, key(place), (_, _, _) -> false);
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
