package io.hongyan.broker.subscription;

import io.hongyan.codec.QoS;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One subscription of one receiver. Immutable, and packed into 24 bytes: there may be millions.
public final class Route implements Target, SubscriberSet {
    /// The highest subscription identifier that the standard knows.
    public static final int MAX_SUBSCRIPTION_ID = 268_435_455;

    private static final int QOS_MASK = 3;
    private static final int NO_LOCAL = 4;
    private static final int RETAIN_AS_PUBLISHED = 8;
    private static final int ID_SHIFT = 4;

    private final Receiver receiver;
    private final int shard; // asked for each time a result is built, and the receiver may be far away in memory
    private final int packed;

    /// @param qos the granted QoS
    /// @param subscriptionId 0 for none, else 1 to [#MAX_SUBSCRIPTION_ID]
    public Route(Receiver receiver, QoS qos, boolean noLocal, boolean retainAsPublished, int subscriptionId) {
        if (subscriptionId < 0 || subscriptionId > MAX_SUBSCRIPTION_ID) {
            throw new IllegalArgumentException("subscription identifier " + subscriptionId);
        }
        this.receiver = Objects.requireNonNull(receiver);
        this.shard = receiver.shard();
        this.packed = subscriptionId << ID_SHIFT
                | (retainAsPublished ? RETAIN_AS_PUBLISHED : 0)
                | (noLocal ? NO_LOCAL : 0)
                | qos.level();
    }

    @Override
    public Receiver receiver() {
        return receiver;
    }

    /// Whether that is the receiver: itself, not one equal to it.
    @SuppressWarnings("ReferenceEquality")
    boolean leadsTo(@Nullable Receiver other) {
        return receiver == other;
    }

    /// The shard of the receiver.
    public int shard() {
        return shard;
    }

    @Override
    public QoS qos() {
        return QoS.of(packed & QOS_MASK);
    }

    /// Whether the receiver's own messages do not come back this way [MQTT-3.8.3-3].
    public boolean noLocal() {
        return (packed & NO_LOCAL) != 0;
    }

    /// Whether RETAIN is forwarded as it was published [MQTT-3.3.1-13].
    public boolean retainAsPublished() {
        return (packed & RETAIN_AS_PUBLISHED) != 0;
    }

    /// The subscription identifier, 0 for none.
    public int subscriptionId() {
        return packed >>> ID_SHIFT;
    }

    @Override
    public int routeCount() {
        return 1;
    }

    @Override
    public Route route(int index) {
        Objects.checkIndex(index, 1);
        return this;
    }

    @Override
    public Route first() {
        return this;
    }
}
