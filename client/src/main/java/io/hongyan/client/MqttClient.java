package io.hongyan.client;

import io.hongyan.client.ClientOptions.Listening;
import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.disk.DiskJournal;
import io.hongyan.client.disk.UnusableQueueException;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Property;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;

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
    /// What the goodbye may take.
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final Session session;
    private final ClientOperations calls;
    private final Requester requester;
    private final AsyncMqttClient async;

    private MqttClient(ClientOptions options, boolean keepTrying) {
        Path folder = options.queue().folder();
        DiskJournal journal = folder == null ? null : journal(folder, options.clientId());
        session = new Session(
                options, ClientThreads.lease(options.threads()), new SplittableRandom(), keepTrying, journal);
        calls = new ClientOperations(session);
        requester = new Requester(calls, new SecureRandom().nextLong());
        async = new AsyncMqttClient(calls, requester);
        for (Listening listening : options.listening()) {
            listen(listening.filter(), listening.acknowledge(), listening.receiver());
        }
        session.submit(new SessionTask(Session::start, () -> {}));
    }

    static MqttClient start(ClientOptions options) {
        return new MqttClient(options, true);
    }

    static MqttClient connect(ClientOptions options) {
        MqttClient client = new MqttClient(options, false);
        try {
            client.awaitConnected();
        } catch (MqttException e) {
            client.close();
            throw e;
        }
        return client;
    }

    static CompletableFuture<MqttClient> connectAsync(ClientOptions options) {
        MqttClient client;
        try {
            client = new MqttClient(options, false);
        } catch (MqttException e) {
            return CompletableFuture.failedFuture(e);
        }
        return client.session
                .connected()
                .thenApplyAsync(limits -> client, options.executor())
                .exceptionallyCompose(
                        why -> client.async().close().thenCompose(gone -> CompletableFuture.failedFuture(why)));
    }

    private static DiskJournal journal(Path folder, String clientId) {
        try {
            return DiskJournal.open(folder, clientId, DiskJournal.SMALL);
        } catch (UnusableQueueException e) {
            throw new MqttException.QueueUnusable(folder, ExceptionText.of(e), e);
        }
    }

    /// Connects with everything as usual.
    ///
    /// @param server as [ServerAddress#parse] reads it, such as `mqtts://broker.example.com`
    /// @throws MqttException when the server does not let the client in
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
        return session.clientId();
    }

    public boolean isConnected() {
        return session.server() != null;
    }

    /// What the server allows; empty while there is no connection.
    public Optional<ServerLimits> server() {
        return Optional.ofNullable(session.server());
    }

    /// Publishes a text with QoS 1, and waits until the server has it.
    ///
    /// @throws MqttException when it was refused, dropped or not answered in time
    /// @throws IllegalArgumentException when that is no topic name
    public PublishOutcome publish(String topic, String text) {
        return publish(Message.of(topic, text));
    }

    /// Publishes, and waits until the server has it; at QoS 0 until it was handed to the network.
    ///
    /// @throws MqttException when it was refused, dropped or not answered in time
    public PublishOutcome publish(Message message) {
        return calls.await(
                        calls.publish(message, true),
                        "the publish",
                        session.options().callTimeout())
                .orThrow();
    }

    /// Publishes to one device of the cloud service, which gets it without a subscription.
    ///
    /// @param parent the parent topic
    /// @param clientId of the receiver, such as `GID_x@@@device`
    /// @throws MqttException as [#publish(Message)]
    public PublishOutcome publishTo(String parent, String clientId, byte[] payload) {
        return publish(Message.of(parent + "/p2p/" + clientId, payload));
    }

    /// Puts a message into the queue on disk, and waits until it is safe there; what becomes of it is told by
    /// [ClientEvent.MessageEnded], to this client or to a later one.
    ///
    /// @throws MqttException when it was refused, dropped or not safe in time
    /// @throws IllegalStateException without a queue on disk ([OfflineQueue#onDisk])
    public void enqueue(Message message) {
        calls.await(calls.enqueue(message), "the disk", session.options().callTimeout());
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
        return new Subscribed(session, entry, subscribe(entry));
    }

    /// Subscribes; the caller takes the messages one by one.
    ///
    /// @throws MqttException when it was refused or not answered in time
    /// @throws IllegalArgumentException when that is no topic filter
    public MessageStream messages(Subscription subscription, Acknowledge acknowledge) {
        MessageStream stream = new MessageStream(session.options().mailbox(), acknowledge == Acknowledge.MANUALLY);
        ActiveSubscription entry = calls.entry(subscription, stream.handler(), false);
        stream.onClose(() -> calls.unsubscribe(entry));
        subscribe(entry);
        return stream;
    }

    /// The same with QoS 1; a message counts as dealt with when the next one is asked for.
    public MessageStream messages(String filter) {
        return messages(new Subscription(filter, QoS.AT_LEAST_ONCE), Acknowledge.AFTER_RECEIVER);
    }

    /// A publisher that subscribes anew for each of its subscribers. What they do not ask for is not acknowledged, so
    /// that at QoS 1 and 2 the server stops at the receive maximum; of QoS 0, what exceeds the `mailbox` is dropped.
    ///
    /// @throws IllegalArgumentException when that is no topic filter
    public Flow.Publisher<Delivery> flow(Subscription subscription, Acknowledge acknowledge) {
        return subscriber -> {
            FlowDeliveryHandler handler =
                    new FlowDeliveryHandler(session, subscriber, acknowledge == Acknowledge.MANUALLY);
            ActiveSubscription entry = calls.entry(subscription, handler, false);
            handler.onCancel(() -> calls.unsubscribe(entry));
            subscriber.onSubscribe(handler);
            handler.asked(calls.subscribe(entry, true));
        };
    }

    /// The same with QoS 1; a message counts as dealt with when `onNext` has returned.
    public Flow.Publisher<Delivery> flow(String filter) {
        return flow(new Subscription(filter, QoS.AT_LEAST_ONCE), Acknowledge.AFTER_RECEIVER);
    }

    /// Receives what comes without a subscription of this client, such as messages to it alone (P2P).
    ///
    /// @throws IllegalArgumentException when that is no topic filter
    public Subscribed listen(String filter, Consumer<Delivery> receiver) {
        return listen(filter, Acknowledge.AFTER_RECEIVER, receiver);
    }

    private Subscribed listen(String filter, Acknowledge acknowledge, Consumer<Delivery> receiver) {
        ActiveSubscription entry = calls.entry(new Subscription(filter, QoS.EXACTLY_ONCE), acknowledge, receiver, true);
        session.submit(new SessionTask(on -> on.subscriptions().listen(entry), () -> {}));
        return new Subscribed(session, entry, ReasonCode.GRANTED_QOS_2);
    }

    /// Asks somebody, and waits for the answer.
    ///
    /// @throws MqttException.TimedOut when none comes in time
    /// @throws MqttException when the request was refused or dropped
    /// @throws IllegalStateException before 5.0
    public Delivery request(Message message, Duration timeout) {
        Duration longer = timeout.plusSeconds(1);
        return calls.await(requester.request(message, timeout, true), "the request", longer);
    }

    /// Answers requests: what the function gives goes where the request wants it, with its QoS and correlation.
    /// Messages that want no answer are passed by.
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

    /// Authenticates again on the living connection (5.0, chapter 4.12.1), for instance because a right is new or a key
    /// ends soon: asks the credentials for another exchange, and waits until the server has taken it. Messages go on
    /// meanwhile. When the server refuses, or is not to be believed, the connection ends.
    ///
    /// @throws MqttException.LoginFailed when the credentials have no exchange, or the server did not prove itself
    /// @throws MqttException.ConnectionLost when the server refused, or there is no connection
    /// @throws MqttException.TimedOut when it did not answer within `callTimeout`
    public void reauthenticate() {
        calls.await(
                calls.reauthenticate(), "the authentication", session.options().callTimeout());
    }

    /// Disconnects, and waits until the connection is gone. What the server has not acknowledged ends as uncertain,
    /// what was not sent as dropped. Again, it does nothing.
    @Override
    public void close() {
        session.submit(new SessionTask(Session::close, () -> {}));
        if (!session.loop().loop().inLoop()) {
            calls.await(session.closed(), "the goodbye", FAREWELL);
        }
    }

    private void awaitConnected() {
        // The session itself gives up in time, and says why.
        Duration timeout = session.options()
                .connectTimeout()
                .multipliedBy(2 + ConnectScheduler.MOST_HOPS)
                .plusSeconds(60);
        calls.await(session.connected(), "the connect", timeout);
    }

    private ReasonCode subscribe(ActiveSubscription entry) {
        try {
            return calls.await(
                    calls.subscribe(entry, true),
                    "the subscription " + entry.filter(),
                    session.options().callTimeout());
        } catch (MqttException e) {
            calls.unsubscribe(entry);
            throw e;
        }
    }
}
