package io.hongyan.client.session;

import io.hongyan.client.message.MqttException;
import io.hongyan.client.publish.PendingOperation;
import io.hongyan.client.receive.ActiveSubscription;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A SUBSCRIBE or UNSUBSCRIBE, and the future of its caller.
final class SubscriptionRequest extends PendingOperation<SubscribeAnswer> {
    private final Kind kind;
    private final List<ActiveSubscription> entries;
    private final Properties properties;
    private SubscribeAnswer answer = new SubscribeAnswer(List.of(), "");
    private @Nullable MqttException failure;

    enum Kind {
        /// Fails when the server refuses a filter.
        SUBSCRIBE,
        /// A refusal is an answer to one filter among others.
        SUBSCRIBE_EACH,
        /// Subscribes again because the server has lost the session; it has no future.
        AGAIN,
        /// Ends one subscription; UNSUBSCRIBE is sent unless another one has the same filter.
        CLOSE,
        /// Ends all subscriptions with these filters.
        UNSUBSCRIBE,
        /// Of the server alone: no receiver comes or goes.
        PLAIN_SUBSCRIBE,
        PLAIN_UNSUBSCRIBE;

        boolean unsubscribes() {
            return this == CLOSE || this == UNSUBSCRIBE || this == PLAIN_UNSUBSCRIBE;
        }
    }

    /// @param entries not empty
    SubscriptionRequest(Kind kind, List<ActiveSubscription> entries, boolean direct) {
        this(kind, entries, Properties.NONE, direct);
    }

    /// @param properties of the packet; none before 5.0
    SubscriptionRequest(Kind kind, List<ActiveSubscription> entries, Properties properties, boolean direct) {
        super(direct);
        this.properties = properties;
        this.kind = kind;
        this.entries = entries;
    }

    Kind kind() {
        return kind;
    }

    List<ActiveSubscription> entries() {
        return entries;
    }

    Packet packet() {
        return switch (kind) {
            case SUBSCRIBE, SUBSCRIBE_EACH, AGAIN, PLAIN_SUBSCRIBE ->
                new Subscribe(
                        packetId(),
                        entries.stream().map(ActiveSubscription::subscription).toList(),
                        properties);
            case CLOSE, UNSUBSCRIBE, PLAIN_UNSUBSCRIBE ->
                new Unsubscribe(
                        packetId(),
                        entries.stream().map(entry -> entry.filter().text()).toList(),
                        properties);
        };
    }

    void settle(List<ReasonCode> reasons, String text) {
        answer = new SubscribeAnswer(reasons, text);
    }

    void fail(MqttException why) {
        failure = why;
    }

    @Override
    public String description() {
        return "a subscription or its end";
    }

    /// Completes the future.
    @Override
    public void run() {
        if (failure != null) {
            completeExceptionally(failure);
        } else {
            complete(answer);
        }
    }
}
