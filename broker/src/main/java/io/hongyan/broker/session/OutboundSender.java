package io.hongyan.broker.session;

import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.DeliveryPace;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.inbox.Inbox;
import io.hongyan.broker.session.state.InFlightWindow;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.subscription.FrameCache;
import io.hongyan.codec.QoS;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Sends the QoS 1 and 2 messages of one session over one connection, and knows what of them this connection has begun.
/// It is made with the connection and goes with it, so that an absent client costs none of it.
///
/// Confined to the session's shard.
final class OutboundSender {
    private final Session session;
    private final ClientConnection connection;
    private final Outbound outbound;
    private final Inbox inbox;
    private final InFlightWindow window;
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

    OutboundSender(Session session, ClientConnection connection, Outbound outbound) {
        this.session = session;
        this.connection = connection;
        this.outbound = outbound;
        this.inbox = outbound.inbox();
        this.window = outbound.window();
    }

    /// Begins with what an earlier connection left unacknowledged.
    void resume() {
        for (int packetId : window.packetIds()) {
            unsent.add(packetId);
        }
        DeliveryPace pace = session.policy().pace();
        boolean many = pace.offlineBatch() > 0 && inbox.size() > pace.offlineBatch();
        batches = many ? new OfflineBatches(pace) : null;
        pump();
    }

    /// Whether another message would be sent at once.
    boolean ready() {
        return inbox.isEmpty() && unsent.isEmpty() && hasRoom();
    }

    private boolean hasRoom() {
        return connection.isCurrent() && sent < session.limits().window() && connection.writable();
    }

    /// What waits in batches must not hold up a newer message behind it.
    void endBatches() {
        if (batches != null) {
            batches = null;
            pump();
        }
    }

    /// Sends what the window, and the speed of the client's reading, allow.
    void pump() {
        while (!unsent.isEmpty() && mayRepeat(unsent.element())) {
            sendAgain(unsent.remove());
        }
        while (unsent.isEmpty() && !inbox.isEmpty() && hasRoom() && batchOpen()) {
            InboxEntry next = inbox.poll();
            if (next == null) {
                return;
            }
            if (!mayReceive(next)) {
                giveUp(next, DropReason.NOT_AUTHORIZED);
                continue;
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

    /// The client's Receive Maximum limits PUBLISH alone (chapter 4.9): each PUBREL is sent again [MQTT-4.4.0-1].
    private boolean mayRepeat(int packetId) {
        return !window.isUndurable(packetId)
                && (window.isReleased(packetId) ? connection.isCurrent() && connection.writable() : hasRoom());
    }

    private boolean batchOpen() {
        OfflineBatches present = batches;
        return present == null || present.open(connection, this::pump);
    }

    /// A message is finished.
    void finished(int packetId) {
        if (unsent.isEmpty() || !unsent.remove(packetId)) {
            sent--;
        }
        if (!inbox.isEmpty() || !unsent.isEmpty()) {
            pump();
        }
    }

    /// The next step of a QoS 2 message may be taken.
    void durable(int packetId) {
        if (unsent.contains(packetId)) {
            pump();
        } else if (window.isReleased(packetId)) {
            session.sendPubRel(packetId);
        } else {
            sendDurable();
        }
    }

    /// Sends a message for the first time, or as soon as its beginning is durable.
    void start(InboxEntry entry, @Nullable FrameCache fanout) {
        int packetId = window.add(entry);
        session.store().mark(entry, window.mark(packetId));
        if (entry.options().qos() == QoS.EXACTLY_ONCE && session.store().delaysDurability()) {
            sent++;
            window.unsent(packetId, true);
            undurable.add(packetId);
            outbound.continueWhenDurable(entry, packetId);
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
            giveUp(entry, late ? DropReason.EXPIRED : DropReason.TOO_LARGE);
        }
        return written;
    }

    private void giveUp(InboxEntry entry, DropReason reason) {
        session.store().done(entry);
        session.dropped(entry.message(), reason);
    }

    private boolean mayReceive(InboxEntry entry) {
        return session.policy().authorizer().receive(session, entry.message().topic()) instanceof Decision.Allow;
    }

    private boolean write(InboxEntry entry, int packetId, boolean dup, @Nullable FrameCache fanout) {
        window.unsent(packetId, false);
        redelivery.arm(connection, this::sendUnacknowledged);
        return session.write(entry.message(), entry.options(), packetId, dup, fanout);
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
            session.sendPubRel(packetId);
        } else if (!mayReceive(entry)) {
            window.remove(packetId);
            giveUp(entry, DropReason.NOT_AUTHORIZED);
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
        for (int packetId : window.packetIds()) {
            InboxEntry entry = window.find(packetId);
            if (entry == null) {
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
            redelivery.arm(connection, this::sendUnacknowledged);
        }
        return highest;
    }

    private void repeat(InboxEntry entry, int packetId) {
        if (window.isReleased(packetId)) {
            session.sendPubRel(packetId);
        } else {
            write(entry, packetId, true, null);
        }
    }
}
