package io.hongyan.broker.store;

import java.util.List;
import java.util.SortedMap;

/// Rows in buckets of one hour: written once, read for some days, and dropped an hour at a time. What a row means,
/// only its writer knows. One thread writes; any thread reads.
///
/// Apart from the [Store], since a trace may be lost where a message may not: an append does not wait for the disk. The
/// end of the process loses none of what was appended, the end of the machine perhaps the last seconds.
public interface TraceLog extends AutoCloseable {
    /// A row.
    ///
    /// @param hour since 1970, 0 or more
    /// @param key sorts as unsigned bytes within the hour; nobody changes the array, nor the other one
    record Row(int hour, byte[] key, byte[] value) {
        /// The bytes that it is counted with.
        public int bytes() {
            return Integer.BYTES + key.length + value.length;
        }
    }

    /// Adds rows, all or none.
    ///
    /// @throws StoreException when the disk does not take them
    void append(List<Row> rows);

    /// Visits the rows of an hour whose keys begin with a prefix, of one moment, until the visitor returns false.
    ///
    /// @param newestFirst whether from the last key to the first
    /// @throws StoreException when the disk cannot be read, or the log is closed
    void scan(int hour, byte[] prefix, boolean newestFirst, Visitor visitor);

    /// Receives rows.
    interface Visitor {
        /// @return whether to continue
        boolean visit(byte[] key, byte[] value);
    }

    /// The hours that have rows, each with the bytes of its rows, as [Row#bytes] counts. Any thread.
    SortedMap<Integer, Long> hours();

    /// Drops an hour with all its rows. The thread that writes.
    ///
    /// @throws StoreException when the disk does not take that
    void drop(int hour);

    @Override
    void close();
}
