package io.hongyan.store.rocksdb.salvage;

import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.Table;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Finds where a table can be read again behind a block that cannot. RocksDB tells the bytes between two keys from the
/// index of each file: they grow where a block ends.
final class ReadableKey {
    private static final int NUMBER_BYTES = 24;
    private static final int NAME_BYTES = 512;

    private final Engine engine;
    private final Table table;
    private final int length;
    private final BigInteger last;

    ReadableKey(Engine engine, Table table) {
        this.engine = engine;
        this.table = table;
        this.length = switch (table) {
            case SESSIONS, INBOX, FLIGHT, RECEIVED, BODIES -> NUMBER_BYTES;
            case META, SUBSCRIPTIONS, RETAINED, OUTBOX, RECORDS -> NAME_BYTES;
        };
        this.last = BigInteger.ONE.shiftLeft(8 * length).subtract(BigInteger.ONE);
    }

    /// The first key behind the block of that key from which rows can be read; keys are treated as numbers of a fixed
    /// length.
    ///
    /// @return null when there is none
    byte @Nullable [] after(byte[] key) {
        BigInteger at = new BigInteger(1, Arrays.copyOf(key, length));
        while (true) {
            BigInteger next = nextBlock(at);
            if (next == null || readable(next)) {
                return next == null ? null : bytes(next);
            }
            at = next;
        }
    }

    private @Nullable BigInteger nextBlock(BigInteger from) {
        BigInteger low = from;
        BigInteger high = from;
        for (BigInteger step = BigInteger.ONE; !endsBlock(from, high); step = step.shiftLeft(1)) {
            if (high.equals(last)) {
                return null;
            }
            low = high;
            high = high.add(step).min(last);
        }
        while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = high.add(low).shiftRight(1);
            if (endsBlock(from, middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private boolean endsBlock(BigInteger from, BigInteger to) {
        return engine.bytesBetween(table, bytes(from), bytes(to)) > 0;
    }

    private boolean readable(BigInteger key) {
        try {
            engine.scan(table, bytes(key), (_, _, _) -> false);
            return true;
        } catch (RocksDBException _) {
            return false;
        }
    }

    private byte[] bytes(BigInteger number) {
        byte[] digits = number.toByteArray();
        byte[] key = new byte[length];
        int from = Math.max(0, digits.length - length); // a leading zero for the sign
        System.arraycopy(digits, from, key, length - (digits.length - from), digits.length - from);
        return key;
    }
}
