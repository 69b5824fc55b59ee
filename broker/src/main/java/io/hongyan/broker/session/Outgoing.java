package io.hongyan.broker.session;

import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.route.Fanout;
import io.hongyan.broker.route.SharedGroup;
import io.hongyan.broker.store.StoredMessage;
import io.hongyan.broker.store.Unit;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.property.Properties;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The QoS 1 and 2 messages for one client: a window of those sent and not acknowledged, and behind it a bounded queue
/// of those that wait.
///
/// The window is a table indexed by the low bits of the packet identifier. Identifiers are given in a ring and one
/// whose place is taken is passed over, so that finding, adding and removing are one array access each [MQTT-2.2.1-4].
/// After a reconnect everything unacknowledged is sent again under its old identifier, in the old order [MQTT-4.4.0-1,
/// MQTT-4.6.0-5], before anything new.
///
/// For a session in a durable store, a step of QoS 2 leaves only after the store has it safe: were a PUBLISH or PUBREL
/// out and forgotten, the next start would send the message once too often.
///
/// Confined to the session's shard.
final class Outgoing {
    private static final int SMALLEST = 8;
    private static final int PUBREL = 0x62;

    private final Session session;
    private @Nullable Delivery[] slots = new Delivery[SMALLEST];
    private int lastId;
    private int held;
    private int sent;
    private long sequence;
    private final Waiting waiting;
    private final ArrayDeque<Delivery> again = new ArrayDeque<>(0);

    Outgoing(Session session) {
        this.session = session;
        this.waiting = new Waiting(session);
    }

    Waiting waiting() {
        return waiting;
    }

    /// Takes over what a durable store kept.
    ///
    /// @param inflight sent and not finished, in the order of sequences
    /// @param messages never sent
    /// @param last the highest sequence
    void restore(List<StoredMessage> inflight, int messages, long bytes, long last) {
        for (StoredMessage stored : inflight) {
            Delivery delivery = new Delivery(
                    stored.message(),
                    stored.qos(),
                    stored.retain(),
                    stored.subscriptionIds(),
                    null,
                    stored.sequence(),
                    null);
            delivery.packetId = stored.packetId();
            delivery.released = stored.released();
            place(delivery);
        }
        sequence = last;
        waiting.restore(
                messages, bytes, inflight.isEmpty() ? 0 : inflight.getLast().sequence());
    }

    /// Messages that wait for their first sending.
    int queued() {
        return waiting.size();
    }

    /// Messages sent and not finished.
    int inflight() {
        return held;
    }

    /// Whether another message would leave at once.
    boolean ready() {
        return waiting.isEmpty() && again.isEmpty() && sent < session.window() && session.writable();
    }

    /// Takes over a message: sends it if the window has room, else lets it wait, else drops by policy.
    void offer(
            Message message, QoS qos, boolean retain, int[] ids, @Nullable SharedGroup group, @Nullable Fanout fanout) {
        Unit unit = session.stored() ? session.store().unit() : null;
        Delivery delivery = new Delivery(message, qos, retain, ids, group, ++sequence, unit);
        if (ready()) {
            store(delivery);
            waiting.passed(delivery);
            start(delivery, fanout);
        } else if (waiting.admit(message)) {
            store(delivery);
            waiting.add(delivery);
        }
    }

    /// PUBACK came: whatever it says, the message is finished [MQTT-4.4.0-2]. An acknowledgement of no message may be a
    /// repeated one and is ignored; one of the wrong kind is a protocol error, here and below (chapter 4.13).
    void acknowledged(int packetId) {
        Delivery delivery = find(packetId);
        if (delivery != null) {
            expect(delivery.qos == QoS.AT_LEAST_ONCE, "PUBACK", delivery);
            finish(delivery);
        }
    }

    /// PUBREC came.
    void received(int packetId, ReasonCode reason) {
        Delivery delivery = find(packetId);
        if (delivery == null) {
            session.send(new PubRel(packetId, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE));
            return;
        }
        expect(delivery.qos == QoS.EXACTLY_ONCE, "PUBREC", delivery);
        if (reason.isError()) {
            finish(delivery);
        } else {
            release(delivery, packetId);
        }
    }

    private void release(Delivery delivery, int packetId) {
        if (!delivery.released) {
            delivery.released = true;
            if (session.stored()) {
                session.store().released(session.number(), delivery.sequence, packetId);
                continueWhenSafe(delivery);
                return;
            }
        }
        if (!delivery.unsafe) {
            session.ack(PUBREL, packetId);
        }
    }

    /// PUBCOMP came.
    void completed(int packetId) {
        Delivery delivery = find(packetId);
        if (delivery != null) {
            expect(delivery.released, "PUBCOMP", delivery);
            finish(delivery);
        }
    }

    private static void expect(boolean due, String packet, Delivery delivery) {
        if (!due) {
            String state = delivery.released ? " after PUBREL" : "";
            throw ProtocolException.error(
                    "4.13",
                    packet + " for packet identifier " + delivery.packetId + ", a message of QoS "
                            + delivery.qos.level() + state);
        }
    }

    /// The client is back: everything unacknowledged goes out again.
    void resume() {
        sent = 0;
        again.clear();
        for (Delivery delivery : unfinished()) {
            if (delivery.unsafe) {
                sent++;
            } else {
                again.add(delivery);
            }
        }
        pump();
    }

    /// The connection is gone: nothing counts as sent any more.
    void pause() {
        sent = 0;
        again.clear();
        waiting.pause();
    }

    /// Sends what the window, and the speed of the client's reading, allow.
    void pump() {
        while (!again.isEmpty() && sent < session.window() && session.writable()) {
            resend(again.remove());
        }
        while (again.isEmpty() && !waiting.isEmpty() && sent < session.window() && session.writable()) {
            Delivery next = waiting.poll();
            if (next == null) {
                return;
            }
            if (next.message.expiresAt() != Message.NEVER
                    && next.message.expired(session.home().clock().wallMillis())) {
                drop(next, DropReason.EXPIRED);
            } else {
                start(next, null);
            }
        }
    }

    /// The session ends: everything goes. Messages of shared subscriptions that no other rule binds to this member are
    /// given back.
    ///
    /// @return those to be offered to other members: QoS 1 unacknowledged, QoS 2 not begun [MQTT-4.8.2-5]
    List<Delivery> end() {
        List<Delivery> others = new ArrayList<>();
        for (Delivery delivery : unfinished()) {
            if (delivery.group != null && delivery.qos == QoS.AT_LEAST_ONCE) {
                others.add(delivery);
            }
        }
        for (Delivery delivery : waiting.end()) {
            if (delivery.group != null) {
                others.add(delivery);
            } else {
                session.dropped(delivery.message, DropReason.SESSION_ENDED);
            }
        }
        again.clear();
        slots = new Delivery[SMALLEST];
        held = 0;
        return others;
    }

    private void start(Delivery delivery, @Nullable Fanout fanout) {
        hold(delivery);
        if (session.stored()) {
            session.store().sent(session.number(), delivery.sequence, delivery.packetId);
            if (delivery.qos == QoS.EXACTLY_ONCE) {
                sent++;
                continueWhenSafe(delivery);
                return;
            }
        }
        if (session.home().delivering().write(session, delivery, false, fanout)) {
            sent++;
        } else {
            giveUp(delivery);
        }
    }

    private void giveUp(Delivery delivery) {
        remove(delivery);
        drop(delivery, DropReason.TOO_LARGE);
    }

    /// Takes the next step of QoS 2 once the store has it safe, if the delivery is still wanted then.
    private void continueWhenSafe(Delivery delivery) {
        delivery.unsafe = true;
        session.store().whenSafe(() -> safe(delivery));
    }

    @SuppressWarnings("ReferenceEquality") // this delivery, not a later one under its identifier
    private void safe(Delivery delivery) {
        delivery.unsafe = false;
        if (find(delivery.packetId) != delivery || !session.connected()) {
            return;
        }
        if (delivery.released) {
            session.ack(PUBREL, delivery.packetId);
        } else if (!again.isEmpty()) {
            sent--;
            again.add(delivery); // older ones have not gone out again yet
        } else if (!session.home().delivering().write(session, delivery, false, null)) {
            sent--;
            giveUp(delivery);
            pump();
        }
    }

    private void resend(Delivery delivery) {
        if (delivery.released) {
            sent++;
            session.ack(PUBREL, delivery.packetId);
        } else if (session.home().delivering().write(session, delivery, true, null)) {
            sent++;
        } else {
            giveUp(delivery);
        }
    }

    private void finish(Delivery delivery) {
        remove(delivery);
        if (again.isEmpty() || !again.remove(delivery)) {
            sent--;
        }
        session.forget(delivery);
        if (!waiting.isEmpty() || !again.isEmpty()) {
            pump();
        }
        session.roomAgain();
    }

    private void drop(Delivery delivery, DropReason reason) {
        session.forget(delivery);
        session.dropped(delivery.message, reason);
    }

    private void store(Delivery d) {
        if (session.stored()) {
            session.store()
                    .append(
                            session.number(),
                            new StoredMessage(d.sequence, d.message, d.qos, d.retain, d.subscriptionIds, 0, false));
        }
    }

    private List<Delivery> unfinished() {
        List<Delivery> all = new ArrayList<>(held);
        for (Delivery delivery : slots) {
            if (delivery != null) {
                all.add(delivery);
            }
        }
        all.sort(Comparator.comparingLong(delivery -> delivery.sequence));
        return all;
    }

    private @Nullable Delivery find(int packetId) {
        Delivery delivery = slots[packetId & (slots.length - 1)];
        return delivery != null && delivery.packetId == packetId ? delivery : null;
    }

    private void hold(Delivery delivery) {
        if (held * 2 >= slots.length) {
            grow();
        }
        int mask = slots.length - 1;
        do {
            lastId = lastId == 0xffff ? 1 : lastId + 1;
        } while (slots[lastId & mask] != null);
        delivery.packetId = lastId;
        slots[lastId & mask] = delivery;
        held++;
    }

    private void remove(Delivery delivery) {
        slots[delivery.packetId & (slots.length - 1)] = null;
        held--;
    }

    /// Puts a delivery in the place of the identifier that it has already.
    private void place(Delivery delivery) {
        while (held * 2 >= slots.length || slots[delivery.packetId & (slots.length - 1)] != null) {
            grow();
        }
        slots[delivery.packetId & (slots.length - 1)] = delivery;
        lastId = delivery.packetId;
        held++;
    }

    /// Doubling keeps entries apart: what differs in fewer low bits differs in more.
    private void grow() {
        @Nullable Delivery[] old = slots;
        slots = new Delivery[old.length * 2];
        for (Delivery delivery : old) {
            if (delivery != null) {
                slots[delivery.packetId & (slots.length - 1)] = delivery;
            }
        }
    }
}
