package io.hongyan.client;

import io.hongyan.codec.Packet;
import io.hongyan.codec.Properties;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Subscribe;
import io.hongyan.codec.Unsubscribe;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A wish about subscriptions, from the call to the server's answer. It outlives connections.
///
/// Confined to the session's loop once it was put into the inbox, but for what the future does by itself.
final class Request extends CompletableFuture<ReasonCode> implements Tracked, Runnable {
    private final Kind kind;
    private final List<Entry> entries;
    private final boolean direct;
    private @Nullable Work previous;
    private @Nullable ReasonCode reason;
    private @Nullable MqttException failure;
    private int packetId;

    enum Kind {
        SUBSCRIBE,
        /// The server has forgotten them, and nobody waits.
        AGAIN,
        UNSUBSCRIBE
    }

    /// @param entries not empty; one when somebody waits
    Request(Kind kind, List<Entry> entries, boolean direct) {
        this.kind = kind;
        this.entries = entries;
        this.direct = direct;
    }

    Kind kind() {
        return kind;
    }

    List<Entry> entries() {
        return entries;
    }

    boolean direct() {
        return direct;
    }

    Packet packet() {
        return switch (kind) {
            case SUBSCRIBE, AGAIN ->
                new Subscribe(packetId, entries.stream().map(Entry::wish).toList(), Properties.NONE);
            case UNSUBSCRIBE ->
                new Unsubscribe(
                        packetId,
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
    public int packetId() {
        return packetId;
    }

    @Override
    public void packetId(int id) {
        packetId = id;
    }

    @Override
    public @Nullable Work previous() {
        return previous;
    }

    @Override
    public void previous(@Nullable Work work) {
        previous = work;
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
