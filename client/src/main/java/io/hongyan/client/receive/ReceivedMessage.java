package io.hongyan.client.receive;

import io.hongyan.client.loop.LoopTask;
import io.hongyan.client.loop.PatientTasks;
import io.hongyan.client.message.Delivery;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A PUBLISH that arrived, for one receiver: of several ones, each has its own, which counts down that of the arrival.
///
/// Any thread may call the methods of [Delivery]; the others are confined to the loop.
final class ReceivedMessage implements Delivery, LoopTask<PatientTasks> {
    private static final VarHandle ACKNOWLEDGED;
    private static final VarHandle WAITING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ACKNOWLEDGED = lookup.findVarHandle(ReceivedMessage.class, "acknowledged", int.class);
            WAITING = lookup.findVarHandle(ReceivedMessage.class, "waiting", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Publish packet;
    private final Inbound inbound;
    private final int connection;
    private final ReceivedMessage arrival;

    @SuppressWarnings("unused") // through ACKNOWLEDGED
    private volatile int acknowledged;

    @SuppressWarnings("unused") // through WAITING
    private volatile int waiting = 1;

    private boolean done;
    private @Nullable LoopTask<PatientTasks> previous;

    /// @param connection the number of the connection that it came on
    ReceivedMessage(Publish packet, Inbound inbound, int connection) {
        this.packet = packet;
        this.inbound = inbound;
        this.connection = connection;
        this.arrival = this;
    }

    private ReceivedMessage(ReceivedMessage arrival) {
        this.packet = arrival.packet;
        this.inbound = arrival.inbound;
        this.connection = arrival.connection;
        this.arrival = arrival;
    }

    /// The same for one receiver of several.
    ReceivedMessage copy() {
        return new ReceivedMessage(this);
    }

    /// Before it is handed to that many receivers.
    void receivers(int count) {
        waiting = count;
    }

    @Override
    public Topic topic() {
        return packet.topic();
    }

    @Override
    public byte[] payload() {
        return packet.payload();
    }

    @Override
    public QoS qos() {
        return packet.qos();
    }

    @Override
    public boolean retain() {
        return packet.retain();
    }

    @Override
    public boolean isRepeat() {
        return packet.dup();
    }

    @Override
    public Properties properties() {
        return packet.properties();
    }

    @Override
    public int packetId() {
        return packet.packetId();
    }

    @Override
    public void acknowledge() {
        if (packet.qos() != QoS.AT_MOST_ONCE
                && ACKNOWLEDGED.compareAndSet(this, 0, 1)
                && (int) WAITING.getAndAdd(arrival, -1) == 1) {
            inbound.acknowledge(arrival);
        }
    }

    int connection() {
        return connection;
    }

    /// Whether all receivers have acknowledged it.
    boolean isDone() {
        return done;
    }

    void done() {
        done = true;
    }

    // On the way to the loop, to be acknowledged there.

    @Override
    public @Nullable LoopTask<PatientTasks> previous() {
        return previous;
    }

    @Override
    public void previous(@Nullable LoopTask<PatientTasks> work) {
        previous = work;
    }

    @Override
    public void run(PatientTasks target) {
        inbound.acknowledgedElsewhere(this);
    }

    @Override
    public void reject(PatientTasks target) {
        // The loop has ended, and with it the connection to acknowledge on.
    }

    /// Topic, QoS and size; not the payload, which may be a secret.
    @Override
    public String toString() {
        return "Delivery[" + topic() + ", QoS " + qos().level() + ", " + payload().length + " bytes]";
    }
}
