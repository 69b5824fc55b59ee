package io.hongyan.client;

import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.options.CallbackOptions.Listening;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.client.receive.ActiveSubscription;
import io.hongyan.client.receive.FlowDeliveryHandler;
import io.hongyan.client.session.ClientOperations;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// An MQTT client: one connection to a server, made again when it is lost.
///
/// ```java
/// try (MqttClient client = MqttClient.connect("mqtt://localhost")) {
///     client.subscribe("greetings/#", message -> System.out.println(message.text()));
///     client.publish("greetings/world", "hello");
/// }
/// ```
///
/// Its methods wait, and hold no monitor meanwhile: they are made for virtual threads, and may be called from any
/// receiver, event or future. [#async] does the same with futures, [#flow] with back-pressure. Any thread may call it.
public final class MqttClient implements AutoCloseable {
    /// The time limit of close.
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    /// Without an object for each client.
    private static final RandomGenerator RANDOM =
            () -> ThreadLocalRandom.current().nextLong();

    private final ClientOperations calls;
    private final AsyncMqttClient async;

    private MqttClient(ClientOptions options, @Nullable ClientThreads threads, boolean keepTrying) {
        calls = new ClientOperations(
                options, () -> ClientThreads.lease(threads), RANDOM, new SecureRandom().nextLong(), keepTrying);
        async = new AsyncMqttClient(calls);
        for (Listening listening : options.callbacks().listening()) {
            listen(listening.filter(), listening.acknowledge(), listening.receiver());
        }
        calls.start();
    }

    static MqttClient start(ClientOptions options, @Nullable ClientThreads threads) {
        return new MqttClient(options, threads, true);
    }

    static MqttClient connect(ClientOptions options, @Nullable ClientThreads threads) {
        MqttClient client = new MqttClient(options, threads, false);
        try {
            client.await(client.calls.connected(), "the connect", client.calls.connectLimit());
        } catch (MqttException | IllegalStateException e) {
            client.close();
            throw e;
        }
        return client;
    }

    static CompletableFuture<MqttClient> connectAsync(ClientOptions options, @Nullable ClientThreads threads) {
        MqttClient client;
        try {
            client = new MqttClient(options, threads, false);
        } catch (MqttException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<MqttClient> connected = client.calls
                .connected()
                .thenApplyAsync(limits -> client, options.callbacks().executor())
                .exceptionallyCompose(
                        why -> client.async().close().thenCompose(gone -> CompletableFuture.failedFuture(why)));
        return Handover.of(connected, () -> {
            var unused = client.calls.close(Properties.NONE);
        });
    }

    /// Connects with the default settings.
    ///
    /// @param server as [ServerAddress#parse] reads it, such as `mqtts://broker.example.com`
    /// @throws MqttException when the server does not accept the client
    /// @throws IllegalArgumentException when that is no address
    public static MqttClient connect(String server) {
        return builder().server(server).connect();
    }

    /// A builder for clients with other settings.
    public static MqttClientBuilder builder() {
        return new MqttClientBuilder();
    }

    /// The same with futures; its methods never block.
    public AsyncMqttClient async() {
        return async;
    }

    /// The id that the server knows this client by; empty until it has chosen one.
    public String clientId() {
        return calls.clientId();
    }

    public boolean isConnected() {
        return calls.server() != null;
    }

    /// The server's limits; empty while there is no connection.
    public Optional<ServerLimits> server() {
        return Optional.ofNullable(calls.server());
    }

    /// Publishes a text with QoS 1, and waits until the server has it.
    ///
    /// @throws MqttException when it was refused, dropped or not answered in time
    /// @throws IllegalArgumentException when that is no topic name
    public PublishOutcome publish(String topic, String text) {
        return publish(Message.of(topic, text));
    }

    /// Publishes bytes with QoS 1, and waits until the server has them.
    ///
    /// @param payload from now on nobody may change it
    /// @throws MqttException when it was refused, dropped or not answered in time
    /// @throws IllegalArgumentException when that is no topic name
    public PublishOutcome publish(String topic, byte[] payload) {
        return publish(Message.of(topic, payload));
    }

    /// Publishes, and waits until the server has it; at QoS 0 until it was handed to the network.
    ///
    /// @throws MqttException when it was refused, dropped or not answered in time
    public PublishOutcome publish(Message message) {
        return await(calls.publish(message, true), "the publish").orThrow();
    }

    /// Publishes to one device of the cloud service, which gets it without a subscription.
    ///
    /// @param parent the parent topic
    /// @param clientId of the receiver, such as `GID_x@@@device`
    /// @throws MqttException as [#publish(Message)]
    public PublishOutcome publishTo(String parent, String clientId, byte[] payload) {
        return publish(Message.of(parent + "/p2p/" + clientId, payload));
    }

    /// Puts a message into the queue on disk, and waits until it is safe there; its outcome is reported by
    /// [ClientEvent.MessageEnded], to this client or to a later one.
    ///
    /// @throws MqttException when it was refused, dropped or not safe in time
    /// @throws IllegalStateException without a queue on disk ([OfflineQueue#onDisk])
    public void enqueue(Message message) {
        await(calls.enqueue(message), "the disk");
    }

    /// Subscribes with QoS 1; messages are acknowledged when the receiver has returned.
    ///
    /// @throws MqttException when it was refused or not answered in time
    /// @throws IllegalArgumentException when that is no topic filter
    public Subscribed subscribe(String filter, Consumer<Delivery> receiver) {
        return subscribe(new Subscription(filter, QoS.AT_LEAST_ONCE), Acknowledge.AFTER_RECEIVER, receiver);
    }

    /// Subscribes. The receiver gets one message after the other, on the client's executor.
    ///
    /// @throws MqttException when it was refused or not answered in time
    /// @throws IllegalArgumentException when that is no topic filter
    public Subscribed subscribe(Subscription subscription, Acknowledge acknowledge, Consumer<Delivery> receiver) {
        ActiveSubscription entry = calls.entry(subscription, acknowledge, receiver, false);
        return new Subscribed(calls, entry, subscribe(entry));
    }

    /// Subscribes to several filters in one packet, with one receiver: it gets one message after the other, and a
    /// message that matches more than one filter once.
    ///
    /// ```java
    /// client.subscribe(List.of(new Subscription("a/#", QoS.AT_LEAST_ONCE), new Subscription("b", QoS.AT_MOST_ONCE)),
    ///         Acknowledge.AFTER_RECEIVER, message -> System.out.println(message.text()))
    ///         .forEach(SubscribeOutcome::orThrow);
    /// ```
    ///
    /// @param subscriptions one or more
    /// @return an outcome for each filter, in their order; a refusal is one
    /// @throws MqttException when the server did not answer in time
    /// @throws IllegalArgumentException when there is none, or one of them is no topic filter
    public List<SubscribeOutcome> subscribe(
            List<Subscription> subscriptions, Acknowledge acknowledge, Consumer<Delivery> receiver) {
        List<ActiveSubscription> entries = calls.entries(subscriptions, acknowledge, receiver);
        try {
            return Subscribed.outcomes(calls, entries, await(calls.subscribe(entries, true), "the subscriptions"));
        } catch (MqttException | IllegalStateException e) {
            entries.forEach(calls::drop);
            throw e;
        }
    }

    /// Ends subscriptions by their filters, in one packet, and waits for the server's answer: those of the session on
    /// the server, and all receivers that this client subscribed with these filters. Receivers of [#listen] stay.
    ///
    /// @param filters one or more, as they were subscribed
    /// @return the server's answer to each filter; empty before 5.0
    /// @throws MqttException when the server did not answer in time
    /// @throws IllegalArgumentException when there is none, or one of them is no topic filter
    public List<ReasonCode> unsubscribe(String... filters) {
        return await(calls.unsubscribe(List.of(filters)), "the end of the subscriptions");
    }

    /// Subscribes; the caller takes the messages one by one.
    ///
    /// @throws MqttException when it was refused or not answered in time
    /// @throws IllegalArgumentException when that is no topic filter
    public MessageStream messages(Subscription subscription, Acknowledge acknowledge) {
        MessageStream stream =
                new MessageStream(calls.options().limits().mailbox(), acknowledge == Acknowledge.MANUALLY);
        ActiveSubscription entry = calls.entry(subscription, stream.handler(), false);
        stream.onClose(() -> calls.drop(entry));
        subscribe(entry);
        return stream;
    }

    /// The same with QoS 1; a message is acknowledged when the next one is asked for.
    public MessageStream messages(String filter) {
        return messages(new Subscription(filter, QoS.AT_LEAST_ONCE), Acknowledge.AFTER_RECEIVER);
    }

    /// A publisher that subscribes anew for each of its subscribers. What they do not ask for is not acknowledged, so
    /// that at QoS 1 and 2 the server stops at the receive maximum; of QoS 0, what exceeds the `mailbox` is dropped.
    ///
    /// @throws IllegalArgumentException when that is no topic filter
    public Flow.Publisher<Delivery> flow(Subscription subscription, Acknowledge acknowledge) {
        return subscriber -> {
            FlowDeliveryHandler handler = calls.flowHandler(subscriber, acknowledge);
            ActiveSubscription entry = calls.entry(subscription, handler, false);
            handler.onCancel(() -> calls.drop(entry));
            subscriber.onSubscribe(handler);
            handler.asked(calls.subscribe(entry, true));
        };
    }

    /// The same with QoS 1; a message is acknowledged when `onNext` has returned.
    public Flow.Publisher<Delivery> flow(String filter) {
        return flow(new Subscription(filter, QoS.AT_LEAST_ONCE), Acknowledge.AFTER_RECEIVER);
    }

    /// Receives messages without a subscription of this client, such as messages to it alone (P2P).
    ///
    /// @throws IllegalArgumentException when that is no topic filter
    public Subscribed listen(String filter, Consumer<Delivery> receiver) {
        return listen(filter, Acknowledge.AFTER_RECEIVER, receiver);
    }

    /// The same; [Acknowledge#MANUALLY] leaves it to the receiver when a message is acknowledged.
    ///
    /// @throws IllegalArgumentException when that is no topic filter
    public Subscribed listen(String filter, Acknowledge acknowledge, Consumer<Delivery> receiver) {
        ActiveSubscription entry = calls.entry(new Subscription(filter, QoS.EXACTLY_ONCE), acknowledge, receiver, true);
        calls.listen(entry);
        return new Subscribed(calls, entry, ReasonCode.GRANTED_QOS_2);
    }

    /// Sends a request, and waits for the answer.
    ///
    /// @throws MqttException.TimedOut when none comes in time
    /// @throws MqttException.Refused when the server refuses the request, or the subscription to the reply topic
    ///     ([MqttClientBuilder#replyTopic])
    /// @throws MqttException when the request was dropped
    /// @throws IllegalStateException before 5.0
    public Delivery request(Message message, Duration timeout) {
        Duration longer = timeout.plusSeconds(1);
        return await(calls.request(message, timeout, true), "the request", longer);
    }

    /// Answers requests: the result of the function is published to the response topic, with the request's QoS and
    /// correlation data. Messages without a response topic are ignored.
    ///
    /// @throws MqttException when the subscription was refused or not answered in time
    public Subscribed respond(String filter, Function<Delivery, byte[]> answer) {
        return subscribe(filter, request -> {
            String to = request.responseTopic();
            if (to == null) {
                return;
            }
            Message message = Message.of(to, answer.apply(request)).withQos(request.qos());
            byte[] correlation = request.properties().binary(Property.CORRELATION_DATA);
            calls.send(correlation == null ? message : message.withCorrelation(correlation));
        });
    }

    /// Authenticates again on the open connection (5.0, chapter 4.12.1), for instance after a change of permissions, or
    /// before a key ends soon: asks the credentials for another exchange, and waits until the server has accepted it.
    /// Messages continue meanwhile. When the server refuses, or does not prove itself, the connection ends.
    ///
    /// @throws MqttException.LoginFailed when the credentials have no exchange, or the server did not prove itself
    /// @throws MqttException.ConnectionLost when the server refused, or there is no connection
    /// @throws MqttException.TimedOut when it did not answer within `callTimeout`
    public void reauthenticate() {
        await(calls.reauthenticate(), "the authentication");
    }

    /// Disconnects, and waits until the connection is gone. What the server has not acknowledged ends as uncertain,
    /// what was not sent as dropped. A second call does nothing.
    @Override
    public void close() {
        CompletableFuture<Void> closed = calls.close(Properties.NONE);
        if (!calls.isOnLoop()) {
            await(closed, "the goodbye", FAREWELL);
        }
    }

    private ReasonCode subscribe(ActiveSubscription entry) {
        try {
            return await(calls.subscribe(entry, true), "the subscription " + entry.filter());
        } catch (MqttException | IllegalStateException e) {
            calls.drop(entry);
            throw e;
        }
    }

    private <T> T await(CompletableFuture<T> future, String what) {
        return await(future, what, calls.options().callbacks().callTimeout());
    }

    /// Waits. The future is completed by the loop, so waiting is legal on every other thread.
    private <T> T await(CompletableFuture<T> future, String what, Duration timeout) {
        if (calls.isOnLoop()) {
            throw new IllegalStateException("waiting for " + what
                    + " on the network's own thread would last for ever: use async() there, or another executor");
        }
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqttException.Interrupted(what, e);
        } catch (TimeoutException e) {
            throw calls.timedOut(what, timeout);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MqttException known) {
                throw known.inThisThread(); // the loop's own has no frame of the caller
            }
            throw new IllegalStateException("waiting for " + what + " failed", e.getCause());
        }
    }
}
