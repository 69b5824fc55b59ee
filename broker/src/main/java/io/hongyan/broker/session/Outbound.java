package io.hongyan.broker.session;

import io.hongyan.broker.auth.DeliveryPace;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.inbox.Inbox;
import io.hongyan.broker.inbox.InboxOwner;
import io.hongyan.broker.inbox.SharedReturns;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.session.state.InFlightWindow;
import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxSummary;
import io.hongyan.broker.subscription.FrameCache;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.property.Properties;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The QoS 1 and 2 messages for one client: a window of those in flight, and behind it the inbox of those that wait.
///
/// After a reconnect everything unacknowledged is sent again under its old identifier, in the old order [MQTT-4.4.0-1,
/// MQTT-4.6.0-5], before anything new.
///
/// Where the store delays durability, a step of QoS 2 is sent only when it is durable: were a PUBLISH or PUBREL sent
/// and forgotten, the message would be sent once too often after a restart.
///
/// Confined to the session's shard.
public final class Outbound implements InboxOwner {
    private static final int PUBREL = 0x62;

    private final Session session;
    private final Inbox inbox;
    private final InFlightWindow window = new InFlightWindow();
    private final Redelivery redelivery = new Redelivery();

    /// Not null while messages that waited for an absent client are sent in batches.
    private @Nullable OfflineBatches batches;

    /// Identifiers of messages in flight that an earlier connection began, and this one has not sent yet.
    private final ArrayDeque<Integer> unsent = new ArrayDeque<>(0);

    /// Identifiers of QoS 2 messages that this connection has begun and that are not durable, or stand behind one that
    /// is not: they keep their order [MQTT-4.6.0-6].
    private final ArrayDeque<Integer> undurable = new ArrayDeque<>(0);

    /// How many messages this connection has in flight.
    private int sent;

    Outbound(Session session) {
        this.session = session;
        this.inbox = new Inbox(session.home().inboxes(), session.store(), this);
        if (session.connected()) {
            inbox.attach();
        }
    }

    /// Adopts what the store kept.
    ///
    /// @param inFlight in the order of sequences
    public void restore(List<InboxEntry> inFlight, InboxSummary waiting) {
        inFlight.forEach(window::restore);
        inbox.restore(waiting, inFlight.isEmpty() ? 0 : inFlight.getLast().sequence());
    }

    /// Messages that wait for their first sending.
    int queued() {
        return inbox.size();
    }

    /// Messages sent and not finished.
    int inFlight() {
        return window.size();
    }

    public Inbox inbox() {
        return inbox;
    }

    /// Whether another message would be sent at once.
    boolean ready() {
        return inbox.isEmpty() && unsent.isEmpty() && hasRoom();
    }

    private boolean hasRoom() {
        ClientConnection connection = session.connection();
        return connection != null && sent < session.limits().window() && connection.writable();
    }

    /// Takes a message: sends it if the window has room, else lets it wait.
    void offer(Message message, DeliveryOptions options, @Nullable FrameCache fanout) {
        if (ready()) {
            start(inbox.pass(message, options), fanout);
        } else {
            inbox.offer(message, options);
            endBatches();
        }
    }

    /// What waits in batches must not hold up a newer message behind it.
    private void endBatches() {
        if (batches != null) {
            batches = null;
            pump();
        }
    }

    /// PUBACK came: whatever it says, the message is finished [MQTT-4.4.0-2]. An acknowledgement of no message may be a
    /// repeated one and is ignored; one of the wrong kind is a protocol error, here and below (chapter 4.13).
    void acknowledged(int packetId) {
        InboxEntry entry = window.find(packetId);
        if (entry != null) {
            expect(entry.options().qos() == QoS.AT_LEAST_ONCE, "PUBACK", entry, packetId);
            finish(entry, packetId);
        }
    }

    /// PUBREC came.
    void received(int packetId, ReasonCode reason) {
        InboxEntry entry = window.find(packetId);
        if (entry == null || window.isUnsent(packetId)) { // nobody can have received what was never sent
            session.send(new PubRel(packetId, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE));
            return;
        }
        expect(entry.options().qos() == QoS.EXACTLY_ONCE, "PUBREC", entry, packetId);
        if (reason.isError()) {
            finish(entry, packetId);
        } else {
            release(entry, packetId);
        }
    }

    /// PUBCOMP came.
    void completed(int packetId) {
        InboxEntry entry = window.find(packetId);
        if (entry != null) {
            expect(window.isReleased(packetId), "PUBCOMP", entry, packetId);
            finish(entry, packetId);
        }
    }

    private void expect(boolean due, String packet, InboxEntry entry, int packetId) {
        if (!due) {
            String state = window.isReleased(packetId) ? " after PUBREL" : "";
            throw ProtocolException.error(
                    "4.13",
                    packet + " for packet identifier " + packetId + ", a message of QoS "
                            + entry.options().qos().level() + state);
        }
    }

    private void release(InboxEntry entry, int packetId) {
        if (!window.isReleased(packetId)) {
            window.release(packetId);
            session.store().mark(entry, window.mark(packetId));
            if (session.store().delaysDurability()) {
                continueWhenDurable(entry, packetId);
                return;
            }
        }
        if (!window.isUndurable(packetId)) {
            session.ack(PUBREL, packetId);
        }
    }

    /// The client is back: everything unacknowledged is sent again.
    void resume() {
        inbox.attach();
        sent = 0;
        unsent.clear();
        for (int packetId : window.packetIds()) {
            unsent.add(packetId);
        }
        DeliveryPace pace = session.policy().pace();
        boolean many = pace.offlineBatch() > 0 && inbox.size() > pace.offlineBatch();
        batches = many ? new OfflineBatches(pace) : null;
        pump();
    }

    /// The connection is gone: nothing counts as sent any more.
    void pause() {
        sent = 0;
        unsent.clear();
        undurable.clear();
        batches = null;
        redelivery.pause();
        inbox.detach();
    }

    /// Sends what the window, and the speed of the client's reading, allow.
    void pump() {
        while (!unsent.isEmpty() && hasRoom() && !window.isUndurable(unsent.element())) {
            sendAgain(unsent.remove());
        }
        while (unsent.isEmpty() && !inbox.isEmpty() && hasRoom() && batchOpen()) {
            InboxEntry next = inbox.poll();
            if (next == null) {
                return;
            }
            if (batches != null) {
                batches.sent();
            }
            start(next, null);
        }
        if (inbox.isEmpty()) {
            batches = null;
        }
    }

    private boolean batchOpen() {
        OfflineBatches present = batches;
        ClientConnection connection = session.connection();
        return present == null || connection == null || present.open(connection, this::pump);
    }

    /// The session ends: messages of shared subscriptions go back, QoS 1 also if unacknowledged, QoS 2 only if not
    /// begun [MQTT-4.8.2-5]; the others are dropped.
    ///
    /// @param done runs when nothing is left, perhaps at once
    void close(SharedReturns shared, Runnable done) {
        for (int packetId : window.packetIds()) {
            InboxEntry entry = window.find(packetId);
            if (entry == null) {
                continue;
            }
            if (entry.options().shared() && entry.options().qos() == QoS.AT_LEAST_ONCE) {
                shared.giveBack(entry);
            }
            if (entry.batch() != null) {
                session.store().done(entry); // the batch may come to the store behind the end of the session
            }
        }
        unsent.clear();
        undurable.clear();
        window.clear();
        inbox.close(shared, done);
    }

    @Override
    public void available() {
        if (session.isOwner(this)) {
            pump();
        }
    }

    @Override
    public void dropped(Message message, DropReason reason) {
        session.dropped(message, reason);
    }

    @Override
    public void dropped(int count, DropReason reason) {
        session.dropped(count, reason);
    }

    @Override
    public void overflowed(int size) {
        session.disconnect(ReasonCode.QUOTA_EXCEEDED, "the queue of " + size + " messages is full");
    }

    private void start(InboxEntry entry, @Nullable FrameCache fanout) {
        int packetId = window.add(entry);
        session.store().mark(entry, window.mark(packetId));
        if (entry.options().qos() == QoS.EXACTLY_ONCE && session.store().delaysDurability()) {
            sent++;
            window.unsent(packetId, true);
            undurable.add(packetId);
            continueWhenDurable(entry, packetId);
        } else if (send(entry, packetId, false, fanout)) {
            sent++;
        }
    }

    /// Sends a message, or gives it up: one that is too large, and one that waited for the disk until its time was over
    /// [MQTT-3.3.2-5].
    private boolean send(InboxEntry entry, int packetId, boolean dup, @Nullable FrameCache fanout) {
        boolean late = window.isUnsent(packetId) && inbox.isExpired(entry);
        boolean written = !late && write(entry, packetId, dup, fanout);
        if (!written) {
            window.remove(packetId);
            session.store().done(entry);
            session.dropped(entry.message(), late ? DropReason.EXPIRED : DropReason.TOO_LARGE);
        }
        return written;
    }

    private boolean write(InboxEntry entry, int packetId, boolean dup, @Nullable FrameCache fanout) {
        window.unsent(packetId, false);
        redelivery.arm(session, this::sendUnacknowledged);
        return session.write(entry.message(), entry.options(), packetId, dup, fanout);
    }

    /// Takes the next step of QoS 2 once it is durable, if the message is still in flight then.
    private void continueWhenDurable(InboxEntry entry, int packetId) {
        window.undurable(packetId, true);
        session.store().whenDurable(() -> durable(entry, packetId));
    }

    @SuppressWarnings("ReferenceEquality") // this entry, not a later one under its identifier
    private void durable(InboxEntry entry, int packetId) {
        if (window.find(packetId) != entry) {
            return;
        }
        window.undurable(packetId, false);
        if (!session.connected()) {
            return;
        }
        if (unsent.contains(packetId)) {
            pump();
        } else if (window.isReleased(packetId)) {
            session.ack(PUBREL, packetId);
        } else {
            sendDurable();
        }
    }

    /// Sends the QoS 2 messages that have become durable, in their order.
    private void sendDurable() {
        while (!undurable.isEmpty() && !window.isUndurable(undurable.element())) {
            int packetId = undurable.remove();
            InboxEntry entry = window.find(packetId);
            if (entry != null && !send(entry, packetId, false, null)) {
                sent--;
            }
        }
        pump();
    }

    private void sendAgain(int packetId) {
        InboxEntry entry = window.find(packetId);
        if (entry == null) {
            return;
        }
        if (window.isReleased(packetId)) {
            sent++;
            session.ack(PUBREL, packetId);
        } else if (send(entry, packetId, !window.isUnsent(packetId), null)) {
            sent++;
        }
    }

    /// Sends again what has been in flight for long on this connection, if the client reads.
    ///
    /// @param dueUpTo the highest sequence of a message that is sent again
    /// @return the highest sequence in flight
    private long sendUnacknowledged(long dueUpTo) {
        long highest = 0;
        ClientConnection connection = session.connection();
        for (int packetId : window.packetIds()) {
            InboxEntry entry = window.find(packetId);
            if (entry == null || connection == null) {
                continue;
            }
            highest = entry.sequence();
            if (highest <= dueUpTo
                    && connection.writable()
                    && !window.isUndurable(packetId)
                    && !window.isUnsent(packetId) // durable, and waits behind one that is not
                    && !unsent.contains(packetId)) {
                repeat(entry, packetId);
            }
        }
        if (window.size() > 0) {
            redelivery.arm(session, this::sendUnacknowledged);
        }
        return highest;
    }

    private void repeat(InboxEntry entry, int packetId) {
        if (window.isReleased(packetId)) {
            session.ack(PUBREL, packetId);
        } else {
            write(entry, packetId, true, null);
        }
    }

    private void finish(InboxEntry entry, int packetId) {
        window.remove(packetId);
        if (unsent.isEmpty() || !unsent.remove(packetId)) {
            sent--;
        }
        session.store().done(entry);
        if (!inbox.isEmpty() || !unsent.isEmpty()) {
            pump();
        }
        session.roomAgain();
    }
}
