package io.hongyan.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.store.OutboxKey;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// The instances that were deleted since the last start, each with a mark: what is older than it belongs to the deleted
/// instance, what is younger to a later one of the same name. The mark is written together with the deletion, so that a
/// process that ends before all rows are gone leaves the rest to the next start.
///
/// Confined to one thread.
final class DeletedInstances {
    private static final String PREFIX = "deleted";

    private final Map<String, Mark> marks = new HashMap<>();

    /// @param session the age of the last session at that time
    /// @param place the last place in an outbox
    private record Mark(long session, long place) {}

    /// What an earlier run has left.
    static DeletedInstances read(Engine engine) throws RocksDBException {
        DeletedInstances deleted = new DeletedInstances();
        engine.scan(Table.META, Keys.of(PREFIX, new byte[0]), (key, value, _) -> {
            if (!Keys.name(key).equals(PREFIX)) {
                return false;
            }
            ByteBuffer mark = ByteBuffer.wrap(value);
            deleted.marks.put(Keys.rest(key), new Mark(mark.getLong(), mark.getLong()));
            return true;
        });
        return deleted;
    }

    /// Deletes the retained messages of an instance, and marks the rest.
    static void delete(String instance, Numbers numbers, Changes changes) {
        changes.deleteRange(Table.RETAINED, Keys.of(instance, new byte[0]), Keys.after(instance));
        byte[] mark = ByteBuffer.allocate(16)
                .putLong(numbers.lastAge())
                .putLong(numbers.lastBody())
                .array();
        changes.put(Table.META, key(instance), mark);
    }

    private static byte[] key(String instance) {
        return Keys.of(PREFIX, instance.getBytes(UTF_8));
    }

    boolean hasSession(String instance, long number) {
        Mark mark = marks.get(instance);
        return mark != null && Numbers.age(number) <= mark.session();
    }

    /// @param outbox the name of one
    boolean hasPlace(String outbox, long place) {
        @Nullable
        Mark mark = marks.isEmpty() ? null : marks.get(OutboxKey.of(outbox).instance());
        return mark != null && place <= mark.place();
    }

    /// Everything that was marked is deleted.
    void clear(Changes changes) {
        marks.keySet().forEach(instance -> changes.delete(Table.META, key(instance)));
        marks.clear();
    }
}
