package io.hongyan.client;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the server has not answered yet, by packet identifier: an array at least twice as long as there are entries, in
/// which an identifier has one place. Identifiers are given in turn, so an old one is not met again soon.
///
/// Confined to the loop.
final class Flight {
    private static final int LAST_ID = 0xffff;

    private @Nullable Tracked<?>[] places = new Tracked<?>[16];
    private int count;
    private int lastId;

    int count() {
        return count;
    }

    /// Gives it an identifier and keeps it.
    void take(Tracked<?> work) {
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

    /// Keeps it under an identifier that it had before.
    void restore(Tracked<?> work, int id) {
        while (places.length <= LAST_ID && (count * 2 >= places.length || places[id & (places.length - 1)] != null)) {
            grow();
        }
        work.packetId(id);
        places[id & (places.length - 1)] = work;
        count++;
    }

    /// What waits under that identifier, or null.
    @Nullable
    Tracked<?> get(int id) {
        Tracked<?> work = places[id & (places.length - 1)];
        return work != null && work.packetId() == id ? work : null;
    }

    /// The message that this acknowledgement is for, or null when nothing waits under that identifier: then it may be a
    /// repeated one.
    ///
    /// @param qos of the messages that are acknowledged so
    /// @throws ProtocolException when something else waits there (chapter 4.13)
    @Nullable
    Outgoing acknowledged(int id, QoS qos, String packet) {
        Tracked<?> work = get(id);
        if (work == null) {
            return null;
        }
        if (work instanceof Outgoing outgoing && outgoing.message().qos() == qos) {
            return outgoing;
        }
        throw unexpected(packet, id, work);
    }

    /// The request that a SUBACK or UNSUBACK answers; otherwise as above.
    @Nullable
    Request answered(int id, boolean unsubscribed, String packet) {
        Tracked<?> work = get(id);
        if (work == null) {
            return null;
        }
        if (work instanceof Request request && request.kind().unsubscribes() == unsubscribed) {
            return request;
        }
        throw unexpected(packet, id, work);
    }

    static ProtocolException unexpected(String packet, int id, Tracked<?> work) {
        String what = work instanceof Outgoing outgoing
                ? "a message of QoS " + outgoing.message().qos().level()
                : "a subscription or its end";
        return ProtocolException.error("4.13", packet + " for packet identifier " + id + ", " + what);
    }

    void remove(Tracked<?> work) {
        places[work.packetId() & (places.length - 1)] = null;
        work.packetId(0);
        count--;
    }

    /// The messages, in the order in which they were sent first.
    List<Outgoing> messages() {
        List<Outgoing> all = new ArrayList<>();
        for (Tracked<?> work : places) {
            if (work instanceof Outgoing outgoing) {
                all.add(outgoing);
            }
        }
        all.sort(Comparator.comparingLong(Outgoing::order));
        return all;
    }

    List<Request> requests() {
        List<Request> all = new ArrayList<>();
        for (Tracked<?> work : places) {
            if (work instanceof Request request) {
                all.add(request);
            }
        }
        return all;
    }

    private void grow() {
        @Nullable Tracked<?>[] before = places;
        places = new Tracked<?>[before.length * 2];
        for (Tracked<?> work : before) {
            if (work != null) {
                places[work.packetId() & (places.length - 1)] = work;
            }
        }
    }
}
