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
final class SubscriptionRequest extends PendingOperation<ReasonCode> {
    private final Kind kind;
    private final List<ActiveSubscription> entries;
    private final Properties properties;
    private List<ReasonCode> reasons = List.of();
    private @Nullable ReasonCode reason;
    private @Nullable MqttException failure;

    enum Kind {
        SUBSCRIBE,
        /// Subscribes again because the server has forgotten the session; nobody waits.
        AGAIN,
        UNSUBSCRIBE,
        /// Of the server alone: no receiver comes or goes.
        PLAIN_SUBSCRIBE,
        PLAIN_UNSUBSCRIBE;

        boolean unsubscribes() {
            return this == UNSUBSCRIBE || this == PLAIN_UNSUBSCRIBE;
        }
    }

    /// @param entries not empty; one when somebody waits
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
            case SUBSCRIBE, AGAIN, PLAIN_SUBSCRIBE ->
                new Subscribe(
                        packetId(),
                        entries.stream().map(ActiveSubscription::subscription).toList(),
                        properties);
            case UNSUBSCRIBE, PLAIN_UNSUBSCRIBE ->
                new Unsubscribe(
                        packetId(),
                        entries.stream().map(entry -> entry.filter().text()).toList(),
                        properties);
        };
    }

    void settle(ReasonCode answer) {
        reason = answer;
    }

    /// All that the server answered; of use once the future is completed.
    List<ReasonCode> reasons() {
        return reasons;
    }

    void settle(List<ReasonCode> answers) {
        reasons = answers;
        reason = answers.isEmpty() ? ReasonCode.SUCCESS : answers.getFirst();
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
            complete(reason);
        }
    }
}
