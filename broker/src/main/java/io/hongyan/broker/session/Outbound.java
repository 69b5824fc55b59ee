package io.hongyan.broker.session;

import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.inbox.Inbox;
import io.hongyan.broker.inbox.InboxOwner;
import io.hongyan.broker.inbox.RestingInbox;
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
    private final Session session;
    private final Inbox inbox;
    private final InFlightWindow window = new InFlightWindow();

    /// Not null while the client is connected, and what waited for it has begun to be sent.
    private @Nullable OutboundSender sender;

    /// @param rest where an earlier one came to rest; null for none
    Outbound(Session session, @Nullable RestingInbox rest) {
        this.session = session;
        this.inbox = new Inbox(session.home().inboxes(), session.store(), this);
        if (rest != null) {
            inbox.wake(rest);
        }
        ClientConnection connection = session.connection();
        if (connection != null) {
            inbox.attach();
            sender = new OutboundSender(session, connection, this);
        }
    }

    /// Adopts what the store kept.
    ///
    /// @param inFlight in the order of sequences
    void restore(List<InboxEntry> inFlight, InboxSummary waiting) {
        inFlight.forEach(window::restore);
        inbox.restore(waiting, inFlight.isEmpty() ? 0 : inFlight.getLast().sequence());
    }

    /// What is needed to go on with another one in place of this.
    ///
    /// @return null while the client is there, or more than that has to be remembered
    @Nullable
    RestingInbox rest() {
        return sender == null && window.size() == 0 ? inbox.rest() : null;
    }

    /// Messages that wait for their first sending.
    int queued() {
        return inbox.size();
    }

    /// Messages sent and not finished.
    int inFlight() {
        return window.size();
    }

    Inbox inbox() {
        return inbox;
    }

    InFlightWindow window() {
        return window;
    }

    /// Whether another message would be sent at once.
    boolean ready() {
        return sender != null && sender.ready();
    }

    /// Takes a message: sends it if the window has room, else lets it wait.
    void offer(Message message, DeliveryOptions options, @Nullable FrameCache fanout) {
        OutboundSender present = sender;
        if (present != null && present.ready()) {
            present.start(inbox.pass(message, options), fanout);
            return;
        }
        if (inbox.offer(message, options)) {
            WatchedPackets.queued(session, message, options);
        }
        if (sender != null) {
            sender.endBatches();
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
            session.sendPubRel(packetId);
        }
    }

    /// The client is back: everything unacknowledged is sent again.
    void resume() {
        ClientConnection connection = session.connection();
        if (connection != null) {
            inbox.attach();
            OutboundSender begun = new OutboundSender(session, connection, this);
            sender = begun;
            begun.resume();
        }
    }

    /// The connection is gone: nothing counts as sent any more.
    void pause() {
        sender = null;
        if (window.size() == 0) {
            window.clear(); // an absent client keeps no empty table
        }
        inbox.detach();
    }

    /// Sends what the window, and the speed of the client's reading, allow.
    void pump() {
        if (sender != null) {
            sender.pump();
        }
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
        sender = null;
        window.clear();
        inbox.close(shared, done);
    }

    /// Forgets all messages, because another node goes on with what the store has.
    void forget() {
        sender = null;
        window.clear();
        inbox.forget();
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

    /// Takes the next step of QoS 2 once it is durable, if the message is still in flight then: by what sends at that
    /// time, perhaps over a later connection.
    void continueWhenDurable(InboxEntry entry, int packetId) {
        window.undurable(packetId, true);
        session.store().whenDurable(() -> durable(entry, packetId));
    }

    @SuppressWarnings("ReferenceEquality") // this entry, not a later one under its identifier
    private void durable(InboxEntry entry, int packetId) {
        if (window.find(packetId) == entry) {
            window.undurable(packetId, false);
            if (sender != null) {
                sender.durable(packetId);
            }
        }
    }

    private void finish(InboxEntry entry, int packetId) {
        window.remove(packetId);
        session.store().done(entry);
        if (sender != null) {
            sender.finished(packetId);
        }
        session.roomAgain();
    }
}
