package io.hongyan.store.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// The entries of an inbox, made of rows: those of one sequence, of several epochs, are one entry. What stands in the
/// row of the highest epoch counts: an owner marks in a row of its own what an owner before has appended.
///
/// Confined to the reading thread.
final class InboxRows {
    private final Iterator<Row> rows;
    private final long epoch;
    private final long recoveredLast;
    private @Nullable Row next;

    /// @param options empty = the entry is no more, and only a mark was left
    /// @param message null when it was not asked for
    record Found(
            long sequence,
            int bytes,
            @Nullable ByteBuffer options,
            int mark,
            @Nullable ByteBuffer message) {}

    /// @param epoch of the reader
    /// @param recoveredLast what owners before have written beyond this came too late and is passed over
    InboxRows(Iterable<Row> rows, long epoch, long recoveredLast) {
        this.rows = rows.iterator();
        this.epoch = epoch;
        this.recoveredLast = recoveredLast;
        advance();
    }

    private void advance() {
        next = rows.hasNext() ? rows.next() : null;
    }

    /// The next entry; null when there is none.
    @Nullable
    Found next() {
        while (next != null) {
            Found found = merged(next.getLong("seq"));
            if (found.options() != null) {
                return found;
            }
        }
        return null;
    }

    private Found merged(long sequence) {
        ByteBuffer options = null;
        ByteBuffer message = null;
        int bytes = 0;
        int mark = 0;
        for (Row row = next; row != null && row.getLong("seq") == sequence; row = next) {
            boolean late = row.getLong("epoch") < epoch && sequence > recoveredLast;
            ByteBuffer its = row.getByteBuffer("options");
            if (its != null && !late) {
                options = its;
                bytes = row.getInt("bytes");
                message = row.getColumnDefinitions().contains("message") ? row.getByteBuffer("message") : null;
            }
            mark = row.isNull("mark") ? mark : row.getInt("mark");
            advance();
        }
        return new Found(sequence, bytes, options, mark, message);
    }
}
