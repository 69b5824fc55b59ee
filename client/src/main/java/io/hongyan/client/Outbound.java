package io.hongyan.client;

import io.hongyan.client.PublishOutcome.Acknowledged;
import io.hongyan.client.PublishOutcome.Dropped;
import io.hongyan.client.PublishOutcome.Kept;
import io.hongyan.client.PublishOutcome.Refused;
import io.hongyan.client.PublishOutcome.Sent;
import io.hongyan.client.PublishOutcome.Uncertain;
import io.hongyan.client.PublishOutcome.Why;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
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
    private static final Uncertain FORGOTTEN =
            new Uncertain("the server has forgotten the session in which it was sent");

    private final Session session;
    private final ClientLoop loop;
    private final ClientOptions options;
    private final OfflineQueue bounds;
    private final Version version;
    private final ClientObserver observer;
    private final boolean observed;
    private final @Nullable DiskQueue disk;
    private final Flight flight = new Flight();
    private final Waiting queue;
    /// In flight, and not sent over this connection yet: its window may be smaller than that of the one before.
    private final ArrayDeque<Outgoing> repeats = new ArrayDeque<>(0);
    private int inFlight;
    /// Of QoS 0, which the disk forgets before they are sent.
    private long heldBytes;
    private int window;
    private boolean remembered;
    private long order;
    private @Nullable Link link;
    private @Nullable ServerLimits limits;
    private AliasesOut aliases = new AliasesOut(0, 0);

    Outbound(Session session, ClientLoop loop, ClientOptions options, @Nullable DiskQueue disk) {
        this.session = session;
        this.loop = loop;
        this.options = options;
        this.disk = disk;
        this.bounds = options.queue();
        this.queue = new Waiting(loop, bounds, (outgoing, why) -> settle(outgoing, new Dropped(why)));
        this.version = options.version();
        this.observer = options.observer();
        this.observed = !observer.equals(ClientObserver.NONE);
    }

    Flight flight() {
        return flight;
    }

    /// Takes over what a client before this one left on disk.
    void restore(DiskQueue from) {
        for (DiskJournal.Entry entry : from.left()) {
            Outgoing outgoing = new Outgoing(entry.added().message(), true);
            outgoing.place(new DiskPlace(entry.added().place(), true));
            outgoing.since(loop.now() - from.millisSince(entry.added().millis()));
            if (entry.packetId() == 0) {
                queue.add(outgoing);
                continue;
            }
            flight.restore(outgoing, entry.packetId());
            inFlight++;
            outgoing.order(++order);
            if (entry.released()) {
                outgoing.release();
            }
        }
    }

    /// Sends it now, or queues it.
    void publish(Outgoing outgoing) {
        publish(outgoing, disk);
    }

    /// The same for what is of no use to a later process, such as a question that somebody waits to be answered.
    void publishInMemory(Outgoing outgoing) {
        publish(outgoing, null);
    }

    private void publish(Outgoing outgoing, @Nullable DiskQueue on) {
        outgoing.since(loop.now());
        DiskQueue lasting = outgoing.message().qos() == QoS.AT_MOST_ONCE ? null : on;
        Why obstacle = session.isClosed() ? Why.CLOSED : lasting == null ? null : lasting.obstacle();
        if (obstacle != null) {
            settle(outgoing, new Dropped(obstacle));
        } else if (queue.isEmpty() && isSendable(outgoing)) {
            if (lasting != null) {
                outgoing.place(lasting.add(outgoing.message()));
            }
            transfer(outgoing);
        } else if (link == null && outgoing.message().qos() == QoS.AT_MOST_ONCE && !bounds.qos0()) {
            settle(outgoing, new Dropped(Why.NOT_CONNECTED));
        } else {
            enqueue(outgoing, on);
        }
    }

    /// Sends it before all others.
    void urgent(Outgoing outgoing) {
        outgoing.since(loop.now());
        queue.addFirst(outgoing);
        flush();
    }

    /// Sends as much of the queue as window and socket take.
    void flush() {
        repeat();
        Outgoing next = queue.peek();
        while (next != null && (queue.isOver(next) || isSendable(next))) {
            Outgoing taken = queue.take();
            if (queue.isOver(taken)) {
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
        aliases = AliasesOut.to(server, options.aliasesOut());
        link = to;
        remembered = sessionPresent;
        for (Outgoing outgoing : flight.messages()) {
            DiskPlace place = outgoing.place();
            boolean forgotten = !sessionPresent && (place == null || place.sent());
            if (forgotten && outgoing.message().qos() == QoS.EXACTLY_ONCE) {
                forget(outgoing);
            } else if (place == null || !place.held()) {
                repeats.add(outgoing);
            }
        }
        flush();
    }

    /// The connection is gone.
    void lost() {
        link = null;
        limits = null;
        repeats.clear();
        for (Request request : flight.requests()) {
            flight.remove(request);
        }
    }

    /// Nothing will be sent any more.
    void close() {
        for (Outgoing outgoing : flight.messages()) {
            boolean kept = outgoing.place() != null;
            land(outgoing, kept ? Kept.ON_DISK : new Uncertain("the client was closed before the server answered"));
        }
        while (!queue.isEmpty()) {
            Outgoing waiting = queue.take();
            settle(waiting, waiting.place() == null ? new Dropped(Why.CLOSED) : Kept.ON_DISK);
        }
    }

    /// PUBACK.
    void acknowledged(int id, ReasonCode reason, Properties properties) {
        Outgoing outgoing = flight.acknowledged(id, QoS.AT_LEAST_ONCE, "PUBACK");
        if (outgoing != null) {
            land(outgoing, Outgoing.outcome(reason, properties));
            flush();
        }
    }

    /// PUBREC. An answer to nothing is answered all the same: a server that came back may still remember.
    void recorded(int id, ReasonCode reason, Properties properties) {
        Outgoing outgoing = flight.acknowledged(id, QoS.EXACTLY_ONCE, "PUBREC");
        if (!reason.isError()) {
            if (outgoing == null || !isHeld(outgoing)) {
                session.acknowledge(RELEASE, id);
            }
        } else if (outgoing != null) {
            land(outgoing, Outgoing.outcome(reason, properties));
            flush();
        }
    }

    /// PUBCOMP.
    void completed(int id) {
        Outgoing outgoing = flight.acknowledged(id, QoS.EXACTLY_ONCE, "PUBCOMP");
        if (outgoing != null) {
            if (!outgoing.released()) {
                throw Flight.unexpected("PUBCOMP before PUBREC", id, outgoing);
            }
            land(outgoing, Acknowledged.PLAIN);
            flush();
        }
    }

    private void land(Outgoing outgoing, PublishOutcome outcome) {
        flight.remove(outgoing);
        repeats.remove(outgoing);
        inFlight--;
        settle(outgoing, outcome);
    }

    private void settle(Outgoing outgoing, PublishOutcome outcome) {
        if (observed) {
            observer.published(outgoing.message(), outcome, loop.now() - outgoing.since());
        }
        outgoing.settle(outcome);
        DiskPlace place = outgoing.place();
        if (disk != null && place != null && outcome != Kept.ON_DISK) {
            disk.ended(place);
            if (place.told()) {
                session.tell(new ClientEvent.MessageEnded(outgoing.message(), outcome));
            }
        }
        session.finish(outgoing);
    }

    private void enqueue(Outgoing outgoing, @Nullable DiskQueue on) {
        if (!queue.makeRoom(outgoing)) {
            settle(outgoing, new Dropped(Why.QUEUE_FULL));
            return;
        }
        if (on != null) {
            outgoing.place(on.add(outgoing.message()));
        }
        queue.add(outgoing);
    }

    private boolean isSendable(Outgoing outgoing) {
        return hasRoom(outgoing.message().qos() == QoS.AT_MOST_ONCE ? 0 : inFlight);
    }

    /// Whether one more may go to the server.
    ///
    /// @param open how many it has not answered
    private boolean hasRoom(int open) {
        Link to = link;
        return to != null && open < window && to.backlog() + heldBytes < BACKLOG;
    }

    private @Nullable Refused refusal(Outgoing outgoing) {
        ReasonCode obstacle = limits == null ? null : limits.obstacle(outgoing.message(), version);
        return obstacle == null ? null : new Refused(obstacle, "the server said so when it let the client in");
    }

    private void transfer(Outgoing outgoing) {
        Refused refusal = refusal(outgoing);
        if (refusal != null) {
            settle(outgoing, refusal);
        } else if (outgoing.message().qos() == QoS.AT_MOST_ONCE) {
            sendOnce(outgoing);
        } else {
            flight.take(outgoing);
            inFlight++;
            outgoing.order(++order);
            launch(outgoing);
        }
    }

    /// Sends it for the first time in this session of the server. Of QoS 2, the disk must know so before: who does not
    /// know after a crash that it may have been sent would send it as a new one.
    private void launch(Outgoing outgoing) {
        DiskPlace place = outgoing.place();
        if (disk == null || place == null) {
            send(outgoing, outgoing.packetId(), false);
            return;
        }
        disk.sent(place, outgoing.packetId());
        if (outgoing.message().qos() == QoS.EXACTLY_ONCE) {
            hold(outgoing, place, disk);
        } else {
            proceed(outgoing, place);
        }
    }

    /// QoS 0: after a crash it must not be sent again, so the disk has to forget it before.
    private void sendOnce(Outgoing outgoing) {
        DiskPlace place = outgoing.place();
        if (disk == null || place == null) {
            send(outgoing, 0, false);
            settle(outgoing, Sent.SENT);
            return;
        }
        long weight = outgoing.message().weight();
        heldBytes += weight;
        disk.ended(place);
        disk.whenSafe(safe -> {
            heldBytes -= weight;
            boolean gone = safe && link != null;
            send(outgoing, 0, false);
            settle(outgoing, gone ? Sent.SENT : new Dropped(Why.NOT_CONNECTED));
            flush();
        });
    }

    /// QoS 2 was taken over by the server. Before PUBREL frees the identifier there, the disk must know: after a crash
    /// the message would be sent again under an identifier that the server takes for a new one.
    ///
    /// @return whether PUBREL has to wait
    private boolean isHeld(Outgoing outgoing) {
        DiskPlace place = outgoing.place();
        boolean first = !outgoing.released();
        outgoing.release();
        if (disk != null && place != null && first) {
            disk.released(place);
            hold(outgoing, place, disk);
        }
        return place != null && place.held();
    }

    private void hold(Outgoing outgoing, DiskPlace place, DiskQueue on) {
        place.hold(true);
        on.whenSafe(safe -> {
            place.hold(false);
            if (safe && outgoing.packetId() != 0) {
                proceed(outgoing, place);
            }
        });
    }

    private void proceed(Outgoing outgoing, DiskPlace place) {
        if (outgoing.released()) {
            session.acknowledge(RELEASE, outgoing.packetId());
        } else if (link != null) {
            place.markSent();
            send(outgoing, outgoing.packetId(), false);
        }
    }

    private void send(Outgoing outgoing, int packetId, boolean repeated) {
        Link to = link;
        if (to == null) {
            return;
        }
        Message message = outgoing.message();
        Properties properties = outgoing.properties(loop.now());
        int alias = version.isV5() ? aliases.of(message) : 0;
        if (alias == 0) {
            to.publish(message, message.topic(), properties, packetId, repeated);
        } else {
            to.publish(message, aliases.replaced(alias), aliases.with(alias, properties), packetId, repeated);
        }
        if (observed) {
            observer.sent(message.topic(), message.qos(), message.payload().length);
        }
    }

    /// Sends again what an earlier connection has left, as far as this server's window goes [MQTT-3.3.4-9]. Where the
    /// server remembers the session, it goes on where it was ([MQTT-4.4.0-1]).
    private void repeat() {
        Outgoing next = repeats.peek();
        while (next != null && hasRoom(inFlight - repeats.size())) {
            repeats.remove();
            DiskPlace place = next.place();
            if (place != null && !place.sent()) {
                proceed(next, place);
            } else if (!remembered) {
                anew(next);
            } else if (next.released()) {
                session.acknowledge(RELEASE, next.packetId());
            } else {
                send(next, next.packetId(), true);
            }
            next = repeats.peek();
        }
    }

    /// QoS 1, and the server has forgotten the session, or is another one, which may take less.
    private void anew(Outgoing outgoing) {
        Refused refusal = refusal(outgoing);
        if (refusal == null) {
            flight.remove(outgoing);
            flight.take(outgoing);
            launch(outgoing);
        } else {
            land(outgoing, refusal);
        }
    }

    /// QoS 2, and the server has forgotten the session. What it had taken over is done; the rest it may or may not have
    /// passed on, and a second time would break the promise.
    private void forget(Outgoing outgoing) {
        land(outgoing, outgoing.released() ? Acknowledged.PLAIN : FORGOTTEN);
    }
}
