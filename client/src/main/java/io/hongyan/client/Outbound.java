package io.hongyan.client;

import io.hongyan.client.PublishOutcome.Acknowledged;
import io.hongyan.client.PublishOutcome.Dropped;
import io.hongyan.client.PublishOutcome.Refused;
import io.hongyan.client.PublishOutcome.Uncertain;
import io.hongyan.client.PublishOutcome.Why;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Properties;
import org.jspecify.annotations.Nullable;

/// Messages on their way out: a bounded queue, then a window of those that the server has not acknowledged. Both
/// outlive connections.
///
/// Confined to the loop.
final class Outbound {
    private static final int RELEASE = 0x62;

    private final Session session;
    private final ClientLoop loop;
    private final ClientOptions options;
    private final OfflineQueue bounds;
    private final @Nullable DiskQueue disk;
    private final PublishWriter writer;
    private final PublishResults results;
    private final SendSteps steps;
    private final Redelivery redelivery = new Redelivery();
    private final Flight flight = new Flight();
    private final Waiting queue;
    private int inFlight;
    private int window;
    private long order;

    Outbound(Session session, ClientLoop loop, ClientOptions options, @Nullable DiskQueue disk) {
        this.session = session;
        this.loop = loop;
        this.options = options;
        this.disk = disk;
        this.bounds = options.queue();
        this.writer = new PublishWriter(loop, options);
        this.results = new PublishResults(session, loop, options, disk);
        this.steps = new SendSteps(this, session, writer, results, disk);
        this.queue = new Waiting(loop, bounds, (outgoing, why) -> results.end(outgoing, new Dropped(why)));
    }

    Flight flight() {
        return flight;
    }

    /// Takes over what a client before this one left on disk.
    void restore(DiskQueue from) {
        for (DiskJournal.Entry entry : from.left()) {
            Outgoing outgoing = new Outgoing(entry.added().message(), true);
            outgoing.place(DiskPlace.restored(entry.added().place(), entry.packetId() != 0));
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
            results.end(outgoing, new Dropped(obstacle));
        } else if (queue.isEmpty() && isSendable(outgoing)) {
            if (lasting != null) {
                outgoing.place(lasting.add(outgoing.message()));
            }
            transfer(outgoing);
        } else if (!writer.isConnected() && outgoing.message().qos() == QoS.AT_MOST_ONCE && !bounds.qos0()) {
            results.end(outgoing, new Dropped(Why.NOT_CONNECTED));
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
        redeliver();
        Outgoing next = queue.peek();
        while (next != null) {
            Why over = queue.overBecause(next);
            if (over != null) {
                results.end(queue.take(), new Dropped(over));
            } else if (isSendable(next)) {
                transfer(queue.take());
            } else {
                return;
            }
            next = queue.peek();
        }
    }

    /// The server let the client in.
    void resume(Link to, ServerLimits server, boolean sessionPresent) {
        window = Math.min(options.inFlight(), server.receiveMaximum());
        writer.connected(to, server);
        redelivery.begin(sessionPresent);
        for (Outgoing outgoing : flight.messages()) {
            PublishOutcome over = redelivery.add(outgoing);
            if (over != null) {
                land(outgoing, over);
            }
        }
        flush();
    }

    /// The connection is gone.
    void lost() {
        writer.disconnected();
        redelivery.clear();
        for (Request request : flight.requests()) {
            flight.remove(request);
        }
    }

    /// Nothing will be sent any more.
    void close() {
        for (Outgoing outgoing : flight.messages()) {
            DiskPlace place = outgoing.place();
            leaveFlight(outgoing);
            results.endAtClose(outgoing, place == null || place.sent());
        }
        while (!queue.isEmpty()) {
            results.endAtClose(queue.take(), false);
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
            if (outgoing == null || !steps.waitsForDisk(outgoing)) {
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

    /// The message leaves the window with this outcome.
    void land(Outgoing outgoing, PublishOutcome outcome) {
        leaveFlight(outgoing);
        results.end(outgoing, outcome);
    }

    private void leaveFlight(Outgoing outgoing) {
        flight.remove(outgoing);
        redelivery.remove(outgoing);
        inFlight--;
    }

    private void enqueue(Outgoing outgoing, @Nullable DiskQueue on) {
        if (!queue.makeRoom(outgoing)) {
            results.end(outgoing, new Dropped(Why.QUEUE_FULL));
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
        return open < window && writer.hasRoom(steps.heldBytes());
    }

    private void transfer(Outgoing outgoing) {
        Refused refusal = writer.refusal(outgoing);
        if (refusal != null) {
            results.end(outgoing, refusal);
        } else if (outgoing.message().qos() == QoS.AT_MOST_ONCE) {
            steps.sendQos0(outgoing);
        } else {
            flight.take(outgoing);
            inFlight++;
            outgoing.order(++order);
            steps.send(outgoing);
        }
    }

    /// Sends again what an earlier connection has left, as far as this server's window goes.
    private void redeliver() {
        while (redelivery.size() > 0 && hasRoom(inFlight - redelivery.size())) {
            Outgoing next = redelivery.poll();
            if (next == null) {
                return;
            }
            switch (redelivery.next(next)) {
                case FIRST -> steps.goOn(next);
                case ANEW -> anew(next);
                case RELEASE -> session.acknowledge(RELEASE, next.packetId());
                case AGAIN -> writer.send(next, next.packetId(), true);
            }
        }
    }

    /// QoS 1, and the server has forgotten the session, or is another one, which may take less.
    private void anew(Outgoing outgoing) {
        ReasonCode obstacle = writer.obstacle(outgoing);
        if (obstacle == null) {
            flight.remove(outgoing);
            flight.take(outgoing);
            steps.send(outgoing);
        } else {
            land(
                    outgoing,
                    new Uncertain("it was sent, and the server that it would be sent to again does not take it: "
                            + obstacle.text()));
        }
    }
}
