package io.hongyan.client;

import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Subscription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The face of a client that never waits: each call returns a future at once. What hangs on a future runs on the
/// client's executor, and may wait. Any thread may call it.
public final class AsyncMqttClient {
    private final Calls calls;
    private final Requester requester;

    AsyncMqttClient(Calls calls, Requester requester) {
        this.calls = calls;
        this.requester = requester;
    }

    /// Publishes, or queues while that is not possible. The future always ends well: the outcome says what became of
    /// the message. Cancelling it takes back a message that still waits.
    public CompletableFuture<PublishOutcome> publish(Message message) {
        return calls.publish(message, false);
    }

    /// Puts a message into the queue on disk. The future is completed when it is safe there; what becomes of it is told
    /// by [ClientEvent.MessageEnded], to this client or to a later one. It fails with an [MqttException].
    ///
    /// @throws IllegalStateException without a queue on disk ([OfflineQueue#onDisk])
    public CompletableFuture<Void> enqueue(Message message) {
        return calls.enqueue(message)
                .thenRunAsync(() -> {}, calls.session().options().executor());
    }

    /// Subscribes with QoS 1; messages are acknowledged when the receiver has returned.
    ///
    /// @throws IllegalArgumentException when that is no topic filter
    public CompletableFuture<Subscribed> subscribe(String filter, Consumer<Delivery> receiver) {
        return subscribe(new Subscription(filter, QoS.AT_LEAST_ONCE), Acknowledge.AFTER_RECEIVER, receiver);
    }

    /// Subscribes. The future fails with [MqttException.Refused] when the server does not want that.
    ///
    /// @throws IllegalArgumentException when that is no topic filter
    public CompletableFuture<Subscribed> subscribe(
            Subscription wish, Acknowledge acknowledge, Consumer<Delivery> receiver) {
        Entry entry = calls.entry(wish, acknowledge, receiver, false);
        return calls.subscribe(entry, false).thenApply(reason -> new Subscribed(calls.session(), entry, reason));
    }

    /// Asks somebody: publishes with a response topic of this client's, and completes with the answer. It fails with
    /// [MqttException.TimedOut] when none comes.
    ///
    /// @throws IllegalStateException before 5.0
    public CompletableFuture<Delivery> request(Message message, Duration patience) {
        return requester.request(message, patience, false);
    }

    /// Authenticates again on the living connection, as [MqttClient#reauthenticate]; fails with an [MqttException].
    public CompletableFuture<Void> reauthenticate() {
        return calls.reauthenticate();
    }

    /// Closes the client; the future is completed when the connection is gone.
    public CompletableFuture<Void> close() {
        Session session = calls.session();
        session.put(new Task(Session::close, () -> {}));
        return session.closed().thenRunAsync(() -> {}, session.options().executor());
    }
}
