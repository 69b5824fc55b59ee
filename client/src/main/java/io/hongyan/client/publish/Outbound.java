package io.hongyan.client.publish;

import io.hongyan.client.callback.UserCallbacks;
import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.disk.DiskJournal;
import io.hongyan.client.disk.DiskMessageState;
import io.hongyan.client.disk.DiskQueue;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.loop.ClosedState;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.message.PublishOutcome.Acknowledged;
import io.hongyan.client.message.PublishOutcome.Dropped;
import io.hongyan.client.message.PublishOutcome.Refused;
import io.hongyan.client.message.PublishOutcome.Uncertain;
import io.hongyan.client.message.PublishOutcome.Why;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Messages to publish: a bounded queue, then the window of those that the server has not acknowledged. Both outlive
/// connections.
///
/// Confined to the loop, except [#droppedByClose].
public final class Outbound {
    private final ClientEventLoop loop;
    private final ClientOptions options;
    private final OfflineQueue bounds;
    private final @Nullable DiskQueue disk;
    private final PublishWriter writer;
    private final PublishResults results;
    private final DurableSender steps;
    private final Redelivery redelivery = new Redelivery();
    private final InFlightWindow window = new InFlightWindow();
    /// Made with the first message that waits.
    private @Nullable SendQueue queue;
    private int inFlight;
    private int windowSize;
    private long order;

    public Outbound(
            ClientEventLoop loop,
            ClientOptions options,
            @Nullable DiskQueue disk,
            UserCallbacks callbacks,
            ClosedState closedState) {
        this.loop = loop;
        this.options = options;
        this.disk = disk;
        this.bounds = options.limits().queue();
        this.writer = new PublishWriter(loop, options);
        this.results = new PublishResults(callbacks, loop, options, disk, closedState);
        this.steps = new DurableSender(this, writer, results, disk);
    }

    public InFlightWindow window() {
        return window;
    }

    /// Takes over what a client before this one left on disk.
    public void restore(DiskQueue from) {
        for (DiskJournal.Entry entry : from.left()) {
            OutgoingMessage outgoing = new OutgoingMessage(entry.added().message(), true);
            outgoing.diskState(DiskMessageState.restored(entry.added().place(), entry.packetId() != 0));
            outgoing.since(loop.now() - from.millisSince(entry.added().millis()));
            if (entry.packetId() == 0) {
                queue().add(outgoing);
                continue;
            }
            window.restore(outgoing, entry.packetId());
            inFlight++;
            outgoing.order(++order);
            if (entry.released()) {
                outgoing.release();
            }
        }
    }

    /// Sends it now, or queues it.
    public void publish(OutgoingMessage outgoing) {
        publish(outgoing, disk);
    }

    /// The same, never on disk: for requests, which are of no use to a later process.
    public void publishInMemory(OutgoingMessage outgoing) {
        publish(outgoing, null);
    }

    /// Publishes a message whose publisher waits for the disk; its outcome is reported by an event.
    ///
    /// @param kept called with null when the message is safe on disk or delivered, otherwise with what became of it
    public void publish(OutgoingMessage outgoing, DiskQueue on, Consumer<@Nullable PublishOutcome> kept) {
        publish(outgoing, on);
        PublishOutcome outcome = outgoing.outcome();
        DiskMessageState diskState = outgoing.diskState();
        if (outcome != null) {
            kept.accept(outcome.isDelivered() ? null : outcome);
        } else if (diskState == null) {
            kept.accept(new Dropped(Why.DISK_FAILED));
        } else {
            diskState.reportEnd();
            on.whenSafe(safe -> kept.accept(safe ? null : new Dropped(Why.DISK_FAILED)));
        }
    }

    private void publish(OutgoingMessage outgoing, @Nullable DiskQueue on) {
        outgoing.since(loop.now());
        DiskQueue lasting = outgoing.message().qos() == QoS.AT_MOST_ONCE ? null : on;
        Why obstacle = lasting == null ? null : obstacle(lasting);
        if (results.isClosed()) {
            results.end(outgoing, droppedByClose());
        } else if (obstacle != null) {
            results.end(outgoing, new Dropped(obstacle));
        } else if (isQueueEmpty() && isSendable(outgoing)) {
            if (lasting != null) {
                outgoing.diskState(lasting.add(outgoing.message(), outgoing.weight()));
            }
            transfer(outgoing);
        } else if (!writer.isConnected() && outgoing.message().qos() == QoS.AT_MOST_ONCE && !bounds.qos0()) {
            results.end(outgoing, new Dropped(Why.NOT_CONNECTED));
        } else {
            enqueue(outgoing, on);
        }
    }

    /// Sends it before all others.
    public void urgent(OutgoingMessage outgoing) {
        outgoing.since(loop.now());
        queue().addFirst(outgoing);
        flush();
    }

    /// Sends as much of the queue as window and socket take.
    public void flush() {
        redeliver();
        if (queue != null) {
            flush(queue);
        }
    }

    private void flush(SendQueue waiting) {
        OutgoingMessage next = waiting.peek();
        while (next != null) {
            Why over = waiting.dropReason(next);
            if (over != null) {
                results.end(waiting.take(), new Dropped(over));
            } else if (isSendable(next)) {
                transfer(waiting.take());
            } else {
                return;
            }
            next = waiting.peek();
        }
    }

    private SendQueue queue() {
        SendQueue made = queue;
        if (made == null) {
            made = new SendQueue(loop, bounds, (outgoing, why) -> results.end(outgoing, new Dropped(why)));
            queue = made;
        }
        return made;
    }

    private boolean isQueueEmpty() {
        return queue == null || queue.isEmpty();
    }

    /// The server accepted the client.
    public void resume(PublishConnection to, ServerLimits server, boolean sessionPresent) {
        windowSize = Math.min(options.inFlight(), server.receiveMaximum());
        writer.connected(to, server);
        redelivery.begin(sessionPresent);
        for (OutgoingMessage outgoing : window.messages()) {
            PublishOutcome over = redelivery.add(outgoing);
            if (over != null) {
                complete(outgoing, over);
            }
        }
        flush();
    }

    /// The connection is gone.
    public void disconnected() {
        writer.disconnected();
        redelivery.clear();
    }

    /// The outcome of a message after the client was closed, or its loop has ended. Any thread may call it.
    public PublishOutcome droppedByClose() {
        return results.droppedByClose();
    }

    /// The client is closed: nothing is sent any more.
    public void close() {
        for (OutgoingMessage outgoing : window.messages()) {
            DiskMessageState diskState = outgoing.diskState();
            leaveWindow(outgoing);
            results.endAtClose(outgoing, diskState == null || diskState.sent());
        }
        while (!isQueueEmpty()) {
            results.endAtClose(queue().take(), false);
        }
    }

    /// PUBACK.
    public void acknowledged(int id, ReasonCode reason, Properties properties) {
        OutgoingMessage outgoing = window.acknowledged(id, QoS.AT_LEAST_ONCE, "PUBACK");
        if (outgoing != null) {
            complete(outgoing, OutgoingMessage.outcome(reason, properties));
            flush();
        }
    }

    /// PUBREC. A PUBREC without a message is answered, too: a restarted server may still have the exchange.
    public void recorded(int id, ReasonCode reason, Properties properties) {
        OutgoingMessage outgoing = window.acknowledged(id, QoS.EXACTLY_ONCE, "PUBREC");
        if (!reason.isError()) {
            if (outgoing == null || !steps.waitsForDisk(outgoing)) {
                writer.release(id);
            }
        } else if (outgoing != null) {
            complete(outgoing, OutgoingMessage.outcome(reason, properties));
            flush();
        }
    }

    /// PUBCOMP.
    public void completed(int id) {
        OutgoingMessage outgoing = window.acknowledged(id, QoS.EXACTLY_ONCE, "PUBCOMP");
        if (outgoing != null) {
            if (!outgoing.released()) {
                throw InFlightWindow.unexpected("PUBCOMP before PUBREC", id, outgoing);
            }
            complete(outgoing, Acknowledged.PLAIN);
            flush();
        }
    }

    /// The message leaves the window with this outcome.
    void complete(OutgoingMessage outgoing, PublishOutcome outcome) {
        leaveWindow(outgoing);
        results.end(outgoing, outcome);
    }

    private void leaveWindow(OutgoingMessage outgoing) {
        window.remove(outgoing);
        redelivery.remove(outgoing);
        inFlight--;
    }

    /// Why no message can be added to the queue on disk at present; null = one can.
    private static @Nullable Why obstacle(DiskQueue disk) {
        if (disk.isFailing()) {
            return Why.DISK_FAILED;
        }
        return disk.isFull() ? Why.QUEUE_FULL : null;
    }

    private void enqueue(OutgoingMessage outgoing, @Nullable DiskQueue on) {
        if (!queue().makeRoom(outgoing)) {
            results.end(outgoing, new Dropped(Why.QUEUE_FULL));
            return;
        }
        if (on != null) {
            outgoing.diskState(on.add(outgoing.message(), outgoing.weight()));
        }
        queue().add(outgoing);
    }

    private boolean isSendable(OutgoingMessage outgoing) {
        return hasRoom(outgoing.message().qos() == QoS.AT_MOST_ONCE ? 0 : inFlight);
    }

    /// Whether one more may go to the server.
    ///
    /// @param open how many it has not answered
    private boolean hasRoom(int open) {
        return open < windowSize && writer.hasRoom(steps.heldBytes());
    }

    private void transfer(OutgoingMessage outgoing) {
        Refused refusal = writer.refusal(outgoing);
        if (refusal != null) {
            results.end(outgoing, refusal);
        } else if (outgoing.message().qos() == QoS.AT_MOST_ONCE) {
            steps.sendQos0(outgoing);
        } else {
            window.take(outgoing);
            inFlight++;
            outgoing.order(++order);
            steps.send(outgoing);
        }
    }

    /// Sends again what an earlier connection has left, as far as this server's window goes.
    private void redeliver() {
        while (redelivery.size() > 0 && hasRoom(inFlight - redelivery.size())) {
            OutgoingMessage next = redelivery.poll();
            if (next == null) {
                return;
            }
            switch (redelivery.next(next)) {
                case FIRST -> steps.goOn(next);
                case ANEW -> anew(next);
                case RELEASE -> writer.release(next.packetId());
                case AGAIN -> writer.send(next, next.packetId(), true);
            }
        }
    }

    /// QoS 1, and the server has forgotten the session, or is another one, which may take less.
    private void anew(OutgoingMessage outgoing) {
        ReasonCode obstacle = writer.obstacle(outgoing);
        if (obstacle == null) {
            window.remove(outgoing);
            window.take(outgoing);
            steps.send(outgoing);
        } else {
            complete(
                    outgoing,
                    new Uncertain("it was sent, and the server that it would be sent to again does not take it: "
                            + obstacle.text()));
        }
    }
}
