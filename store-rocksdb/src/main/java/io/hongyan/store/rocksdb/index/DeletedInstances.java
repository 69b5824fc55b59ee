package io.hongyan.store.rocksdb.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.store.OutboxKey;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.RowBatch;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.KeyCodec;
import io.hongyan.store.rocksdb.row.UndecodableRows;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.rocksdb.RocksDBException;

/// The instances that were deleted since the last start, each with a mark: older rows belong to the deleted instance,
/// newer rows to a later instance of the same name. The mark is written atomically with the deletion, so that the next
/// start deletes rows that were left when the process ended.
///
/// Confined to one thread.
public final class DeletedInstances {
    private static final String PREFIX = "deleted";

    private final Map<String, Mark> marks = new HashMap<>();

    /// @param session the age of the newest session at that time
    /// @param sequence the newest sequence of an outbox
    private record Mark(long session, long sequence) {}

    /// Reads the marks that the previous run has left.
    public static DeletedInstances read(Engine engine, UndecodableRows undecodable) throws RocksDBException {
        DeletedInstances deleted = new DeletedInstances();
        engine.scan(Table.META, KeyCodec.of(PREFIX, new byte[0]), (key, value, _) -> {
            if (!KeyCodec.name(key).equals(PREFIX)) {
                return false;
            }
            Mark mark = undecodable.decode(Table.META, key, () -> mark(value));
            if (mark != null) {
                deleted.marks.put(KeyCodec.rest(key), mark);
            }
            return true;
        });
        return deleted;
    }

    private static Mark mark(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        return new Mark(in.getLong(), in.getLong());
    }

    /// Deletes the retained messages of an instance, and marks its other rows as deleted.
    public static void delete(String instance, IdAllocator ids, RowBatch batch) {
        batch.deleteRange(Table.RETAINED, KeyCodec.of(instance, new byte[0]), KeyCodec.after(instance));
        byte[] mark = ByteBuffer.allocate(16)
                .putLong(ids.lastAge())
                .putLong(ids.lastBody())
                .array();
        batch.put(Table.META, key(instance), mark);
    }

    private static byte[] key(String instance) {
        return KeyCodec.of(PREFIX, instance.getBytes(UTF_8));
    }

    public boolean isEmpty() {
        return marks.isEmpty();
    }

    public boolean hasSession(String instance, long number) {
        Mark mark = marks.get(instance);
        return mark != null && IdAllocator.age(number) <= mark.session();
    }

    public boolean hasOutboxEntry(OutboxKey outbox, long sequence) {
        Mark mark = marks.get(outbox.instance());
        return mark != null && sequence <= mark.sequence();
    }

    /// All marked rows have been deleted.
    public void clear(RowBatch batch) {
        marks.keySet().forEach(instance -> batch.delete(Table.META, key(instance)));
        marks.clear();
    }
}
