package io.hongyan.client;

import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.receive.ActiveSubscription;
import io.hongyan.client.session.ClientOperations;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The asynchronous API of a client: each call returns a future at once. Stages that depend on a future run on the
/// client's executor, and may block. Any thread may call it.
public final class AsyncMqttClient {
    private final ClientOperations calls;

    AsyncMqttClient(ClientOperations calls) {
        this.calls = calls;
    }

    /// Publishes, or queues while that is not possible. The future always completes normally, with the outcome of
    /// the message. Cancelling it takes back a message that still waits.
    public CompletableFuture<PublishOutcome> publish(Message message) {
        return calls.publish(message, false);
    }

    /// Publishes a text with QoS 1, as [#publish(Message)].
    ///
    /// @throws IllegalArgumentException when that is no topic name
    public CompletableFuture<PublishOutcome> publish(String topic, String text) {
        return publish(Message.of(topic, text));
    }

    /// Publishes bytes with QoS 1, as [#publish(Message)].
    ///
    /// @param payload from now on nobody may change it
    /// @throws IllegalArgumentException when that is no topic name
    public CompletableFuture<PublishOutcome> publish(String topic, byte[] payload) {
        return publish(Message.of(topic, payload));
    }

    /// Puts a message into the queue on disk. The future is completed when it is safe there; its outcome is reported
    /// by [ClientEvent.MessageEnded], to this client or to a later one. It fails with an [MqttException].
    ///
    /// @throws IllegalStateException without a queue on disk ([OfflineQueue#onDisk])
    public CompletableFuture<Void> enqueue(Message message) {
        return calls.enqueue(message)
                .thenRunAsync(() -> {}, calls.options().callbacks().executor());
    }

    /// Subscribes with QoS 1; messages are acknowledged when the receiver has returned. A caller that ends the future
    /// before it is completed, as by `cancel` or `orTimeout`, ends the subscription.
    ///
    /// @throws IllegalArgumentException when that is no topic filter
    public CompletableFuture<Subscribed> subscribe(String filter, Consumer<Delivery> receiver) {
        return subscribe(new Subscription(filter, QoS.AT_LEAST_ONCE), Acknowledge.AFTER_RECEIVER, receiver);
    }

    /// Subscribes. The future fails with [MqttException.Refused] when the server refuses it. A caller that ends the
    /// future before it is completed, as by `cancel` or `orTimeout`, ends the subscription.
    ///
    /// @throws IllegalArgumentException when that is no topic filter
    public CompletableFuture<Subscribed> subscribe(
            Subscription subscription, Acknowledge acknowledge, Consumer<Delivery> receiver) {
        ActiveSubscription entry = calls.entry(subscription, acknowledge, receiver, false);
        return Handover.of(
                calls.subscribe(entry, false).thenApply(reason -> new Subscribed(calls, entry, reason)),
                () -> calls.drop(entry));
    }

    /// Subscribes to several filters in one packet, with one receiver: it gets one message after the other, and a
    /// message that matches more than one filter once. A caller that ends the future before it is completed, as by
    /// `cancel` or `orTimeout`, ends the subscriptions.
    ///
    /// @param subscriptions one or more
    /// @return an outcome for each filter, in their order; a refusal is one
    /// @throws IllegalArgumentException when there is none, or one of them is no topic filter
    public CompletableFuture<List<SubscribeOutcome>> subscribe(
            List<Subscription> subscriptions, Acknowledge acknowledge, Consumer<Delivery> receiver) {
        List<ActiveSubscription> entries = calls.entries(subscriptions, acknowledge, receiver);
        return Handover.of(
                calls.subscribe(entries, false).thenApply(answer -> Subscribed.outcomes(calls, entries, answer)),
                () -> entries.forEach(calls::drop));
    }

    /// Ends subscriptions by their filters, in one packet: those of the session on the server, and all receivers that
    /// this client subscribed with these filters. Receivers of [MqttClient#listen] stay.
    ///
    /// @param filters one or more, as they were subscribed
    /// @return the server's answer to each filter; empty before 5.0
    /// @throws IllegalArgumentException when there is none, or one of them is no topic filter
    public CompletableFuture<List<ReasonCode>> unsubscribe(String... filters) {
        return calls.unsubscribe(List.of(filters));
    }

    /// Sends a request: publishes with a response topic of this client, and completes with the answer. It fails with
    /// [MqttException.TimedOut] when none comes.
    ///
    /// @throws IllegalStateException before 5.0
    public CompletableFuture<Delivery> request(Message message, Duration timeout) {
        return calls.request(message, timeout, false);
    }

    /// Authenticates again on the open connection, as [MqttClient#reauthenticate]; fails with an [MqttException].
    public CompletableFuture<Void> reauthenticate() {
        return calls.reauthenticate();
    }

    /// Asks the server for an answer. It comes when the server has dealt with what was sent before: one that ends the
    /// connection because of a message, as of QoS 0, has done so by then. Fails with an [MqttException] without a
    /// connection, and when it ends first.
    public CompletableFuture<Void> ping() {
        return calls.ping();
    }

    /// Sends SUBSCRIBE, in one packet, without a receiver: messages go to the receivers of listen
    /// ([MqttClient#listen], [MqttClientBuilder#listen]). It is sent once, and not again after a new session.
    ///
    /// @param wishes one or more
    /// @param properties of SUBSCRIBE, such as a subscription identifier; none before 5.0
    /// @return the server's answer to each, which may be a refusal
    /// @throws IllegalArgumentException when one of them is no topic filter
    public CompletableFuture<List<ReasonCode>> requestSubscriptions(List<Subscription> wishes, Properties properties) {
        return calls.requestSubscriptions(wishes, properties);
    }

    /// Sends UNSUBSCRIBE, in one packet; receivers of this client stay.
    ///
    /// @param filters one or more
    /// @param properties of UNSUBSCRIBE; none before 5.0
    /// @return the server's answers; empty before 5.0
    /// @throws IllegalArgumentException when one of them is no topic filter
    public CompletableFuture<List<ReasonCode>> requestUnsubscriptions(List<String> filters, Properties properties) {
        return calls.requestUnsubscriptions(filters, properties);
    }

    /// The same as [#close()], with properties in DISCONNECT (5.0), such as a session expiry that keeps or ends the
    /// session, a reason or user properties.
    public CompletableFuture<Void> close(Properties farewell) {
        return calls.close(farewell)
                .thenRunAsync(() -> {}, calls.options().callbacks().executor());
    }

    /// Closes the client; the future is completed when the connection is gone.
    public CompletableFuture<Void> close() {
        return close(Properties.NONE);
    }
}
