package io.hongyan.client;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A wish about subscriptions.
final class Request extends Tracked<ReasonCode> {
    private final Kind kind;
    private final List<Entry> entries;
    private @Nullable ReasonCode reason;
    private @Nullable MqttException failure;

    enum Kind {
        SUBSCRIBE,
        /// The server has forgotten them, and nobody waits.
        AGAIN,
        UNSUBSCRIBE
    }

    /// @param entries not empty; one when somebody waits
    Request(Kind kind, List<Entry> entries, boolean direct) {
        super(direct);
        this.kind = kind;
        this.entries = entries;
    }

    Kind kind() {
        return kind;
    }

    List<Entry> entries() {
        return entries;
    }

    Packet packet() {
        return switch (kind) {
            case SUBSCRIBE, AGAIN ->
                new Subscribe(packetId(), entries.stream().map(Entry::wish).toList(), Properties.NONE);
            case UNSUBSCRIBE ->
                new Unsubscribe(
                        packetId(),
                        entries.stream().map(entry -> entry.filter().text()).toList(),
                        Properties.NONE);
        };
    }

    void settle(ReasonCode answer) {
        reason = answer;
    }

    void fail(MqttException why) {
        failure = why;
    }

    @Override
    public void run(Session session) {
        session.subscriptions().ask(this);
    }

    @Override
    public void reject() {
        completeExceptionally(new MqttException.Closed("the client is closed", null));
    }

    /// Tells whoever asked.
    @Override
    public void run() {
        if (failure != null) {
            completeExceptionally(failure);
        } else {
            complete(reason);
        }
    }
}
