package io.hongyan.client.receive;

import io.hongyan.client.callback.UserCallbacks;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.loop.ClientEventLoop;
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
    private final UserCallbacks callbacks;
    private final boolean v5;
    private final int receiveMaximum;
    private final boolean observed;
    private final ClientObserver observer;
    /// Made with the first message of QoS 1 or 2.
    private @Nullable Unfinished unfinished;
    private int connection;

    /// What the server does not know yet, or we do not.
    private static final class Unfinished {
        final ArrayDeque<ReceivedMessage> unacknowledged = new ArrayDeque<>();
        /// Identifiers of QoS 2 that were handed to receivers and not released yet.
        final BitSet handed = new BitSet(0);
        /// Those of them that the receivers are done with.
        final BitSet finished = new BitSet(0);
    }

    public Inbound(InboundSession session, ClientEventLoop loop, ClientOptions options, UserCallbacks callbacks) {
        this.session = session;
        this.loop = loop;
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
        if (unfinished != null) {
            unfinished.unacknowledged.clear();
            if (forgotten) {
                unfinished = null;
            }
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
            loop.patient().put(delivery);
        }
    }

    /// The same, on the loop, for one that was acknowledged elsewhere.
    void acknowledgedElsewhere(ReceivedMessage delivery) {
        try {
            acknowledged(delivery);
        } catch (Throwable bug) {
            session.taskFailed(bug);
        }
    }

    private void acknowledged(ReceivedMessage delivery) {
        int id = delivery.packetId();
        Unfinished open = unfinished();
        if (delivery.connection() == connection) {
            delivery.done();
        } else if (delivery.qos() == QoS.EXACTLY_ONCE && open.handed.get(id)) {
            // It came on a connection before; if the server asks for it again, it waits in the row here.
            for (ReceivedMessage repeated : open.unacknowledged) {
                if (repeated.packetId() == id && repeated.qos() == QoS.EXACTLY_ONCE) {
                    repeated.done();
                }
            }
        } else {
            return;
        }
        if (delivery.qos() == QoS.EXACTLY_ONCE) {
            open.finished.set(id);
        }
        sendDue(open);
    }

    public void released(PubRel packet) {
        if (unfinished != null) {
            unfinished.handed.clear(packet.packetId());
            unfinished.finished.clear(packet.packetId());
        }
        // Found or not, the server wants to hear that it is over; before 5.0 there is only this answer.
        session.acknowledge(COMPLETE, packet.packetId());
    }

    private void exactlyOnce(ReceivedMessage delivery) {
        int id = delivery.packetId();
        await(delivery);
        Unfinished open = unfinished();
        if (!open.handed.get(id)) {
            open.handed.set(id);
            route(delivery);
        } else if (open.finished.get(id)) {
            delivery.done();
            sendDue(open);
        }
    }

    private void await(ReceivedMessage delivery) {
        ArrayDeque<ReceivedMessage> unacknowledged = unfinished().unacknowledged;
        if (unacknowledged.size() >= receiveMaximum && v5) {
            throw new ProtocolException(
                    ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
                    "MQTT-3.3.4-9",
                    "more than " + receiveMaximum + " messages wait for acknowledgement");
        }
        unacknowledged.add(delivery);
        loop.patient().expect();
    }

    private Unfinished unfinished() {
        Unfinished open = unfinished;
        if (open == null) {
            open = new Unfinished();
            unfinished = open;
        }
        return open;
    }

    private void sendDue(Unfinished open) {
        ArrayDeque<ReceivedMessage> unacknowledged = open.unacknowledged;
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
