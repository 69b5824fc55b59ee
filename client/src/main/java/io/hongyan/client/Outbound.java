package io.hongyan.client;

import io.hongyan.client.PublishOutcome.Acknowledged;
import io.hongyan.client.PublishOutcome.Dropped;
import io.hongyan.client.PublishOutcome.Refused;
import io.hongyan.client.PublishOutcome.Sent;
import io.hongyan.client.PublishOutcome.Uncertain;
import io.hongyan.client.PublishOutcome.Why;
import io.hongyan.codec.PacketEncoder;
import io.hongyan.codec.Properties;
import io.hongyan.codec.Property;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Messages on their way out: a bounded queue, then a window of those that the server has not acknowledged. Both
/// outlive connections.
///
/// Confined to the loop.
final class Outbound {
    /// Bytes that may wait for the socket; more messages wait in the queue, where they are bounded.
    private static final long BACKLOG = 1 << 20;

    private static final int RELEASE = 0x62;

    private final Session session;
    private final ClientLoop loop;
    private final ClientOptions options;
    private final OfflineQueue bounds;
    private final long timeToLive;
    private final Version version;
    private final ClientObserver observer;
    private final boolean observed;
    private final Flight flight = new Flight();
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>(0);
    private long queuedBytes;
    private int inFlight;
    private int window;
    private long order;
    private @Nullable Link link;
    private @Nullable ServerLimits limits;
    private AliasesOut aliases = new AliasesOut(0);

    Outbound(Session session, ClientLoop loop, ClientOptions options) {
        this.session = session;
        this.loop = loop;
        this.options = options;
        this.bounds = options.queue();
        Duration longest = bounds.timeToLive();
        this.timeToLive = longest == null ? Long.MAX_VALUE : longest.toMillis();
        this.version = options.version();
        this.observer = options.observer();
        this.observed = !observer.equals(ClientObserver.NONE);
    }

    Flight flight() {
        return flight;
    }

    /// Sends it now, or queues it.
    void publish(Outgoing outgoing) {
        outgoing.since(loop.now());
        if (session.isClosed()) {
            settle(outgoing, new Dropped(Why.CLOSED));
        } else if (queue.isEmpty() && isSendable(outgoing)) {
            transfer(outgoing);
        } else if (link == null && outgoing.message().qos() == QoS.AT_MOST_ONCE && !bounds.qos0()) {
            settle(outgoing, new Dropped(Why.NOT_CONNECTED));
        } else {
            enqueue(outgoing);
        }
    }

    /// Sends it before all others.
    void urgent(Outgoing outgoing) {
        outgoing.since(loop.now());
        queue.addFirst(outgoing);
        queuedBytes += outgoing.message().weight();
        flush();
    }

    /// Sends as much of the queue as window and socket take.
    void flush() {
        Outgoing next = queue.peek();
        while (next != null && (isOver(next) || isSendable(next))) {
            Outgoing taken = dequeue();
            if (isOver(taken)) {
                settle(taken, new Dropped(Why.EXPIRED));
            } else {
                transfer(taken);
            }
            next = queue.peek();
        }
    }

    /// The server let the client in.
    void resume(Link to, ServerLimits server, boolean sessionPresent) {
        limits = server;
        window = Math.min(options.inFlight(), server.receiveMaximum());
        aliases = new AliasesOut(Math.min(server.topicAliasMaximum(), options.aliasesOut()));
        link = to;
        for (Outgoing outgoing : flight.messages()) {
            if (sessionPresent) {
                repeat(outgoing);
            } else {
                beginAgain(outgoing);
            }
        }
        flush();
    }

    /// The connection is gone.
    void lost() {
        link = null;
        limits = null;
        for (Request request : flight.requests()) {
            flight.remove(request);
        }
    }

    /// Nothing will be sent any more.
    void close() {
        for (Outgoing outgoing : flight.messages()) {
            land(outgoing, new Uncertain("the client was closed before the server answered"));
        }
        while (!queue.isEmpty()) {
            settle(dequeue(), new Dropped(Why.CLOSED));
        }
    }

    /// Lets go of what has waited too long. To be called now and then.
    void sweep() {
        queue.removeIf(outgoing -> {
            boolean over = isOver(outgoing);
            if (over) {
                queuedBytes -= outgoing.message().weight();
                settle(outgoing, new Dropped(Why.EXPIRED));
            }
            return over;
        });
    }

    boolean isIdle() {
        return queue.isEmpty() && inFlight == 0;
    }

    boolean hasQueue() {
        return !queue.isEmpty();
    }

    /// PUBACK.
    void acknowledged(int id, ReasonCode reason, Properties properties) {
        if (flight.get(id) instanceof Outgoing outgoing && outgoing.message().qos() == QoS.AT_LEAST_ONCE) {
            land(outgoing, answer(reason, properties));
            flush();
        }
    }

    /// PUBREC. An answer to nothing is answered all the same: a server that came back may still remember.
    void recorded(int id, ReasonCode reason, Properties properties) {
        if (flight.get(id) instanceof Outgoing outgoing && outgoing.message().qos() == QoS.EXACTLY_ONCE) {
            if (reason.isError()) {
                land(outgoing, answer(reason, properties));
                flush();
                return;
            }
            outgoing.release();
        } else if (reason.isError()) {
            return;
        }
        session.acknowledge(RELEASE, id);
    }

    /// PUBCOMP.
    void completed(int id) {
        if (flight.get(id) instanceof Outgoing outgoing && outgoing.message().qos() == QoS.EXACTLY_ONCE) {
            land(outgoing, Acknowledged.PLAIN);
            flush();
        }
    }

    private static PublishOutcome answer(ReasonCode reason, Properties properties) {
        if (reason == ReasonCode.SUCCESS && properties.isEmpty()) {
            return Acknowledged.PLAIN;
        }
        String text = properties.text(Property.REASON_STRING);
        return reason.isError() ? new Refused(reason, text == null ? "" : text) : new Acknowledged(reason, properties);
    }

    private void land(Outgoing outgoing, PublishOutcome outcome) {
        flight.remove(outgoing);
        inFlight--;
        settle(outgoing, outcome);
    }

    private void settle(Outgoing outgoing, PublishOutcome outcome) {
        if (observed) {
            observer.published(outgoing.message(), outcome, loop.now() - outgoing.since());
        }
        outgoing.settle(outcome);
        session.finish(outgoing);
    }

    private void enqueue(Outgoing outgoing) {
        long weight = outgoing.message().weight();
        if (bounds.whenFull() == OfflineQueue.WhenFull.DROP_OLDEST) {
            while (!queue.isEmpty() && isFull(weight)) {
                settle(dequeue(), new Dropped(Why.QUEUE_FULL));
            }
        }
        if (isFull(weight)) {
            settle(outgoing, new Dropped(Why.QUEUE_FULL));
            return;
        }
        queue.add(outgoing);
        queuedBytes += weight;
        session.watchQueue();
    }

    private boolean isFull(long weight) {
        return queue.size() >= bounds.messages() || queuedBytes + weight > bounds.bytes();
    }

    private Outgoing dequeue() {
        Outgoing first = queue.remove();
        queuedBytes -= first.message().weight();
        return first;
    }

    private boolean isOver(Outgoing outgoing) {
        long waited = loop.now() - outgoing.since();
        if (outgoing.isDone() || waited >= timeToLive) {
            return true;
        }
        Properties properties = outgoing.message().properties();
        return properties.has(Property.MESSAGE_EXPIRY_INTERVAL)
                && waited >= 1000 * properties.number(Property.MESSAGE_EXPIRY_INTERVAL, 0)
                && waited > 0;
    }

    private boolean isSendable(Outgoing outgoing) {
        Link to = link;
        return to != null
                && (outgoing.message().qos() == QoS.AT_MOST_ONCE || inFlight < window)
                && to.backlog() < BACKLOG;
    }

    private void transfer(Outgoing outgoing) {
        Message message = outgoing.message();
        ReasonCode obstacle = obstacle(message);
        if (obstacle != null) {
            settle(outgoing, new Refused(obstacle, "the server said so when it let the client in"));
        } else if (message.qos() == QoS.AT_MOST_ONCE) {
            send(outgoing, 0, false);
            settle(outgoing, Sent.SENT);
        } else {
            flight.take(outgoing);
            inFlight++;
            outgoing.order(++order);
            send(outgoing, outgoing.packetId(), false);
        }
    }

    /// Why the server would end the connection for this message ([MQTT-3.2.2-11], [MQTT-3.2.2-14], [MQTT-3.2.2-15]).
    private @Nullable ReasonCode obstacle(Message message) {
        ServerLimits server = limits;
        if (server == null) {
            return null;
        }
        if (message.qos().level() > server.maximumQos().level()) {
            return ReasonCode.QOS_NOT_SUPPORTED;
        }
        if (message.retain() && !server.retainAvailable()) {
            return ReasonCode.RETAIN_NOT_SUPPORTED;
        }
        int properties = message.properties().encodedLength();
        int size = PacketEncoder.publishSize(
                message.topic(), message.qos(), message.payload().length, properties, version);
        return size > server.maximumPacketSize() ? ReasonCode.PACKET_TOO_LARGE : null;
    }

    private void send(Outgoing outgoing, int packetId, boolean repeated) {
        Link to = link;
        if (to == null) {
            return;
        }
        Message message = outgoing.message();
        Properties properties = message.properties();
        if (properties.has(Property.MESSAGE_EXPIRY_INTERVAL)) {
            long left = properties.number(Property.MESSAGE_EXPIRY_INTERVAL, 0) - (loop.now() - outgoing.since()) / 1000;
            properties = properties.toBuilder()
                    .set(Property.MESSAGE_EXPIRY_INTERVAL, Math.max(0, left))
                    .build();
        }
        int alias = version.isV5() ? aliases.of(message.topic()) : 0;
        if (alias == 0) {
            to.publish(message, message.topic(), properties, packetId, repeated);
        } else {
            to.publish(message, aliases.replaced(alias), aliases.with(alias, properties), packetId, repeated);
        }
        if (observed) {
            observer.sent(message.topic(), message.qos(), message.payload().length);
        }
    }

    /// The server remembers the session: it goes on where it was ([MQTT-4.4.0-1]).
    private void repeat(Outgoing outgoing) {
        if (outgoing.released()) {
            session.acknowledge(RELEASE, outgoing.packetId());
        } else {
            send(outgoing, outgoing.packetId(), true);
        }
    }

    /// The server has forgotten the session. What it had taken over is done; QoS 1 is sent anew; of QoS 2 it may or may
    /// not have passed the message on, and a second time would break the promise.
    private void beginAgain(Outgoing outgoing) {
        if (outgoing.released()) {
            land(outgoing, Acknowledged.PLAIN);
        } else if (outgoing.message().qos() == QoS.EXACTLY_ONCE) {
            land(outgoing, new Uncertain("the server has forgotten the session in which it was sent"));
        } else {
            flight.remove(outgoing);
            flight.take(outgoing);
            send(outgoing, outgoing.packetId(), false);
        }
    }
}
