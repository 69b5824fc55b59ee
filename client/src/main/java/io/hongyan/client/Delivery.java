package io.hongyan.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.client.loop.LoopTask;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A message that arrived for one receiver.
///
/// The server is told once all receivers have acknowledged it, and in the order of arrival, as the standard demands:
/// acknowledge in whatever order suits. Any thread may call it.
public final class Delivery {
    private static final VarHandle ACKNOWLEDGED;
    private static final VarHandle WAITING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ACKNOWLEDGED = lookup.findVarHandle(Delivery.class, "acknowledged", int.class);
            WAITING = lookup.findVarHandle(Delivery.class, "waiting", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Publish packet;
    private final Session session;
    private final int connection;
    private final Delivery arrival;

    @SuppressWarnings("unused") // through ACKNOWLEDGED
    private volatile int acknowledged;

    @SuppressWarnings("unused") // through WAITING
    private volatile int waiting = 1;

    private boolean done;

    /// On its way to the loop.
    private static final class Acknowledgement implements LoopTask<Session> {
        private final Delivery arrival;
        private @Nullable LoopTask<Session> previous;

        Acknowledgement(Delivery arrival) {
            this.arrival = arrival;
        }

        @Override
        public @Nullable LoopTask<Session> previous() {
            return previous;
        }

        @Override
        public void previous(@Nullable LoopTask<Session> work) {
            previous = work;
        }

        @Override
        public void run(Session session) {
            session.inbound().acknowledged(arrival);
        }

        @Override
        public void reject() {
            // The loop has ended, and with it the connection to acknowledge on.
        }
    }

    /// @param connection the number of the connection that it came on
    Delivery(Publish packet, Session session, int connection) {
        this.packet = packet;
        this.session = session;
        this.connection = connection;
        this.arrival = this;
    }

    private Delivery(Delivery arrival) {
        this.packet = arrival.packet;
        this.session = arrival.session;
        this.connection = arrival.connection;
        this.arrival = arrival;
    }

    /// The same for one receiver of several.
    Delivery copy() {
        return new Delivery(this);
    }

    /// Before it is handed to that many receivers.
    void receivers(int count) {
        waiting = count;
    }

    public Topic topic() {
        return packet.topic();
    }

    /// The bytes. All receivers share them: nobody may change them.
    public byte[] payload() {
        return packet.payload();
    }

    /// The payload as UTF-8.
    public String text() {
        return new String(packet.payload(), UTF_8);
    }

    public QoS qos() {
        return packet.qos();
    }

    /// Whether the server had kept it, or, where the subscription wants to know, whether it keeps it.
    public boolean retain() {
        return packet.retain();
    }

    /// Whether it may have come before: always possible at QoS 1.
    public boolean isRepeat() {
        return packet.dup();
    }

    /// What came along; 5.0 only.
    public Properties properties() {
        return packet.properties();
    }

    /// Where the sender expects an answer, or null.
    public @Nullable String responseTopic() {
        return packet.properties().text(Property.RESPONSE_TOPIC);
    }

    /// Tells the server that the message is dealt with. Of use for subscriptions with manual acknowledgement; a second
    /// call, and any at QoS 0, does nothing.
    public void acknowledge() {
        if (packet.qos() != QoS.AT_MOST_ONCE
                && ACKNOWLEDGED.compareAndSet(this, 0, 1)
                && (int) WAITING.getAndAdd(arrival, -1) == 1) {
            if (session.loop().loop().inLoop()) {
                session.inbound().acknowledged(arrival);
            } else {
                session.submit(new Acknowledgement(arrival));
            }
        }
    }

    /// The identifier that the server gave it, for logs: 1 to 65535, 0 at QoS 0. It names no message for longer than
    /// its acknowledgement takes.
    public int packetId() {
        return packet.packetId();
    }

    int connection() {
        return connection;
    }

    /// Whether all receivers have acknowledged it. Confined to the loop.
    boolean isDone() {
        return done;
    }

    void done() {
        done = true;
    }

    /// Topic, QoS and size; not the payload, which may be a secret.
    @Override
    public String toString() {
        return "Delivery[" + topic() + ", QoS " + qos().level() + ", " + payload().length + " bytes]";
    }
}
