package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Message;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The messages whose bodies were stored last: what further inboxes and outboxes get of them refers to the body that is
/// there. One that is forgotten is stored again when somebody else gets it.
///
/// Confined to the writer's thread.
final class RecentBodies {
    private static final int MOST_MESSAGES = 4096;
    private static final long MOST_BYTES = 16L << 20;
    private static final int PART_OF_HEAP = 16;

    private final long mostBytes;
    private final IdentityHashMap<Message, Long> bodies = new IdentityHashMap<>();

    /// The oldest first.
    private final Map<Long, Message> messages = new LinkedHashMap<>();

    private long bytes;

    /// @param heap the most bytes that the heap may have
    RecentBodies(long heap) {
        mostBytes = Math.min(MOST_BYTES, heap / PART_OF_HEAP);
    }

    /// The body of a message; null when it is not known, or not any more.
    @Nullable
    Long of(Message message) {
        return bodies.get(message);
    }

    void add(Message message, long body) {
        bodies.put(message, body);
        messages.put(body, message);
        bytes += message.bytes();
    }

    /// A body is deleted: a later reference to its message needs a new one.
    void remove(long body) {
        Message message = messages.remove(body);
        if (message != null) {
            forget(message);
        }
    }

    private void forget(Message message) {
        bodies.remove(message);
        bytes -= message.bytes();
    }

    /// Forgets the oldest that are too many, or too large together. Not while a batch is built, which holds them
    /// anyway: the shards refer to its messages one after the other.
    void trim() {
        var oldest = messages.values().iterator();
        while (messages.size() > MOST_MESSAGES || bytes > mostBytes) {
            Message message = oldest.next();
            oldest.remove();
            forget(message);
        }
    }

    /// What its messages count together.
    long bytes() {
        return bytes;
    }
}
