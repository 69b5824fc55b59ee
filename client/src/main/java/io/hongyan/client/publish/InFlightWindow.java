package io.hongyan.client.publish;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Operations that the server has not answered, by packet identifier: an array at least twice as long as its number of
/// entries, indexed by the identifier modulo its length. Identifiers are assigned in turn, so that one is not reused
/// soon.
///
/// Confined to the loop.
public final class InFlightWindow {
    private static final int LAST_ID = 0xffff;

    private @Nullable PendingOperation<?>[] places = new PendingOperation<?>[2];
    private int count;
    private int lastId;

    int count() {
        return count;
    }

    /// Assigns a packet identifier, and adds the operation.
    public void take(PendingOperation<?> work) {
        if (count * 2 >= places.length && places.length <= LAST_ID) {
            grow();
        }
        if (count >= LAST_ID) {
            throw new IllegalStateException("all packet identifiers are in use");
        }
        do {
            lastId = lastId % LAST_ID + 1;
        } while (places[lastId & (places.length - 1)] != null);
        work.packetId(lastId);
        places[lastId & (places.length - 1)] = work;
        count++;
    }

    /// Adds the operation under an identifier that it had before.
    void restore(PendingOperation<?> work, int id) {
        while (places.length <= LAST_ID && (count * 2 >= places.length || places[id & (places.length - 1)] != null)) {
            grow();
        }
        work.packetId(id);
        places[id & (places.length - 1)] = work;
        count++;
    }

    /// The operation under that identifier, or null.
    @Nullable
    public PendingOperation<?> get(int id) {
        PendingOperation<?> work = places[id & (places.length - 1)];
        return work != null && work.packetId() == id ? work : null;
    }

    /// The message that this acknowledgement is for, or null when nothing waits under that identifier: then it may be a
    /// repeated one.
    ///
    /// @param qos of the messages that are acknowledged so
    /// @throws ProtocolException when something else waits there (chapter 4.13)
    @Nullable
    OutgoingMessage acknowledged(int id, QoS qos, String packet) {
        PendingOperation<?> work = get(id);
        if (work == null) {
            return null;
        }
        if (work instanceof OutgoingMessage outgoing && outgoing.message().qos() == qos) {
            return outgoing;
        }
        throw unexpected(packet, id, work);
    }

    public static ProtocolException unexpected(String packet, int id, PendingOperation<?> work) {
        return ProtocolException.error("4.13", packet + " for packet identifier " + id + ", " + work.description());
    }

    public void remove(PendingOperation<?> work) {
        places[work.packetId() & (places.length - 1)] = null;
        work.packetId(0);
        count--;
    }

    /// The messages, in the order in which they were sent first.
    List<OutgoingMessage> messages() {
        List<OutgoingMessage> all = operations(OutgoingMessage.class);
        all.sort(Comparator.comparingLong(OutgoingMessage::order));
        return all;
    }

    /// The operations of one kind, in any order.
    public <T extends PendingOperation<?>> List<T> operations(Class<T> kind) {
        List<T> all = new ArrayList<>();
        for (PendingOperation<?> work : places) {
            if (kind.isInstance(work)) {
                all.add(kind.cast(work));
            }
        }
        return all;
    }

    private void grow() {
        @Nullable PendingOperation<?>[] before = places;
        places = new PendingOperation<?>[before.length * 2];
        for (PendingOperation<?> work : before) {
            if (work != null) {
                places[work.packetId() & (places.length - 1)] = work;
            }
        }
    }
}
