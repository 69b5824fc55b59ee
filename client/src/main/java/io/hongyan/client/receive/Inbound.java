package io.hongyan.client.receive;

import io.hongyan.client.callback.UserCallbacks;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.loop.LoopTask;
import io.hongyan.client.loop.TaskQueue;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Received messages: passes them to the matching subscriptions, each message of QoS 2 once, and acknowledges them in
/// the order of arrival ([MQTT-4.6.0-2], [MQTT-4.6.0-3]), whatever the order in which the receivers finish.
///
/// Confined to the loop, except [#acknowledge].
public final class Inbound {
    private static final int ACK = 0x40;
    private static final int RECEIVED = 0x50;
    private static final int COMPLETE = 0x70;

    private final InboundSession session;
    private final ClientEventLoop loop;
    private final TaskQueue<?> tasks;
    private final UserCallbacks callbacks;
    private final boolean v5;
    private final int receiveMaximum;
    private final boolean observed;
    private final ClientObserver observer;
    private final ArrayDeque<ReceivedMessage> unacknowledged = new ArrayDeque<>(0);
    /// Identifiers of QoS 2 that were handed to receivers and not released yet.
    private final BitSet handed = new BitSet(0);
    /// Those of them that the receivers are done with.
    private final BitSet finished = new BitSet(0);
    private int connection;

    public Inbound(
            InboundSession session,
            ClientEventLoop loop,
            TaskQueue<?> tasks,
            ClientOptions options,
            UserCallbacks callbacks) {
        this.session = session;
        this.loop = loop;
        this.tasks = tasks;
        this.callbacks = callbacks;
        this.v5 = options.session().version().isV5();
        this.receiveMaximum = options.limits().receiveMaximum();
        this.observer = options.callbacks().observer();
        this.observed = !observer.equals(ClientObserver.NONE);
    }

    /// The server accepted the client.
    ///
    /// @param forgotten whether it starts its identifiers again
    public void resume(boolean forgotten) {
        connection++;
        unacknowledged.clear();
        if (forgotten) {
            handed.clear();
            finished.clear();
        }
    }

    public void message(Publish packet) {
        if (packet.topic().startsWithDollar() && session.tookNotice(packet)) {
            acknowledgeAtOnce(packet);
            return;
        }
        ReceivedMessage delivery = new ReceivedMessage(packet, this, connection);
        switch (packet.qos()) {
            case AT_MOST_ONCE -> route(delivery);
            case AT_LEAST_ONCE -> {
                await(delivery);
                route(delivery);
            }
            case EXACTLY_ONCE -> exactlyOnce(delivery);
        }
    }

    /// All receivers are done with it. Any thread may call it.
    void acknowledge(ReceivedMessage delivery) {
        if (loop.loop().inLoop()) {
            acknowledged(delivery);
        } else {
            submit(tasks, delivery);
        }
    }

    private static <S> void submit(TaskQueue<S> queue, ReceivedMessage delivery) {
        queue.put(new Acknowledgement<>(delivery));
    }

    /// On its way to the loop.
    private static final class Acknowledgement<S> implements LoopTask<S> {
        private final ReceivedMessage delivery;
        private @Nullable LoopTask<S> previous;

        Acknowledgement(ReceivedMessage delivery) {
            this.delivery = delivery;
        }

        @Override
        public @Nullable LoopTask<S> previous() {
            return previous;
        }

        @Override
        public void previous(@Nullable LoopTask<S> work) {
            previous = work;
        }

        @Override
        public void run(S target) {
            delivery.inbound().acknowledged(delivery);
        }

        @Override
        public void reject(S target) {
            // The loop has ended, and with it the connection to acknowledge on.
        }
    }

    /// The same, on the loop.
    private void acknowledged(ReceivedMessage delivery) {
        int id = delivery.packetId();
        if (delivery.connection() == connection) {
            delivery.done();
        } else if (delivery.qos() == QoS.EXACTLY_ONCE && handed.get(id)) {
            // It came on a connection before; if the server asks for it again, it waits in the row here.
            for (ReceivedMessage repeated : unacknowledged) {
                if (repeated.packetId() == id && repeated.qos() == QoS.EXACTLY_ONCE) {
                    repeated.done();
                }
            }
        } else {
            return;
        }
        if (delivery.qos() == QoS.EXACTLY_ONCE) {
            finished.set(id);
        }
        sendDue();
    }

    public void released(PubRel packet) {
        handed.clear(packet.packetId());
        finished.clear(packet.packetId());
        // Found or not, the server wants to hear that it is over; before 5.0 there is only this answer.
        session.acknowledge(COMPLETE, packet.packetId());
    }

    private void exactlyOnce(ReceivedMessage delivery) {
        int id = delivery.packetId();
        await(delivery);
        if (!handed.get(id)) {
            handed.set(id);
            route(delivery);
        } else if (finished.get(id)) {
            delivery.done();
            sendDue();
        }
    }

    private void await(ReceivedMessage delivery) {
        if (unacknowledged.size() >= receiveMaximum && v5) {
            throw new ProtocolException(
                    ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
                    "MQTT-3.3.4-9",
                    "more than " + receiveMaximum + " messages wait for acknowledgement");
        }
        unacknowledged.add(delivery);
    }

    private void sendDue() {
        ReceivedMessage first = unacknowledged.peek();
        while (first != null && first.isDone()) {
            unacknowledged.remove();
            session.acknowledge(first.qos() == QoS.AT_LEAST_ONCE ? ACK : RECEIVED, first.packetId());
            first = unacknowledged.peek();
        }
    }

    private void acknowledgeAtOnce(Publish packet) {
        if (packet.qos() != QoS.AT_MOST_ONCE) {
            ReceivedMessage delivery = new ReceivedMessage(packet, this, connection);
            await(delivery);
            delivery.acknowledge();
        }
    }

    private void route(ReceivedMessage delivery) {
        if (observed) {
            observer.received(delivery);
        }
        List<DeliveryHandler> handlers = session.match(delivery.topic());
        int count = handlers.size();
        if (count == 1) {
            offer(handlers.getFirst(), delivery);
        } else if (count == 0) {
            drop(delivery, "nobody listens to its topic: subscribe, or listen before connecting");
        } else {
            delivery.receivers(count);
            for (int i = 0; i < count; i++) {
                offer(handlers.get(i), delivery.copy());
            }
        }
    }

    private void offer(DeliveryHandler handler, ReceivedMessage delivery) {
        if (!handler.offer(delivery)) {
            drop(delivery, "its receiver is slower than the server sends");
        }
    }

    private void drop(ReceivedMessage delivery, String why) {
        delivery.acknowledge();
        Topic topic = delivery.topic();
        observer.dropped(topic, why);
        callbacks.emit(new ClientEvent.MessageDropped(topic, why));
    }
}
