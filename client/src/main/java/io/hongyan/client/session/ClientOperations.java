package io.hongyan.client.session;

import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.disk.DiskJournal;
import io.hongyan.client.disk.DiskQueue;
import io.hongyan.client.disk.UnusableQueueException;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.loop.LoopLease;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.client.publish.OutgoingMessage;
import io.hongyan.client.receive.ActiveSubscription;
import io.hongyan.client.receive.CallbackDeliveryHandler;
import io.hongyan.client.receive.DeliveryHandler;
import io.hongyan.client.receive.FlowDeliveryHandler;
import io.hongyan.client.session.SubscriptionRequest.Kind;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.TopicFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The engine of one client as the API sees it: calls become tasks of the session. Nothing here waits; any thread may
/// call it.
public final class ClientOperations {
    private final Session session;
    private final long firstRequest;
    /// Made with the first request.
    private @Nullable Requester requester;
    private final ClientObserver observer;

    /// @param lease asked once the queue on disk is open, since what fails before must leave no threads behind
    /// @param random for the delays of reconnects
    /// @param firstRequest the number of the first request; it must be unpredictable
    /// @param keepTrying whether to retry when the first connection fails
    /// @throws MqttException.QueueUnusable when the queue on disk is in use or damaged
    public ClientOperations(
            ClientOptions options,
            Supplier<LoopLease> lease,
            RandomGenerator random,
            long firstRequest,
            boolean keepTrying) {
        Path folder = options.limits().queue().folder();
        DiskJournal journal =
                folder == null ? null : journal(folder, options.session().clientId());
        session = new Session(options, taken(lease, journal), random, keepTrying, journal);
        observer = options.callbacks().observer();
        this.firstRequest = firstRequest;
    }

    private static LoopLease taken(Supplier<LoopLease> lease, @Nullable DiskJournal journal) {
        try {
            return lease.get();
        } catch (IllegalStateException closed) {
            if (journal != null) {
                try {
                    journal.close();
                } catch (IOException e) {
                    closed.addSuppressed(e);
                }
            }
            throw closed;
        }
    }

    private static DiskJournal journal(Path folder, String clientId) {
        try {
            return DiskJournal.open(folder, clientId, DiskJournal.SMALL);
        } catch (UnusableQueueException e) {
            throw new MqttException.QueueUnusable(folder, ExceptionText.of(e), e);
        }
    }

    /// Begins to connect.
    public void start() {
        session.submit(session::start);
    }

    public ClientOptions options() {
        return session.options();
    }

    /// The id that the server knows this client by; empty until it has chosen one.
    public String clientId() {
        return session.clientId();
    }

    /// The server's limits; null while there is no connection.
    public @Nullable ServerLimits server() {
        return session.server();
    }

    /// The exception of a call that has waited for so long, with the reason when there is no connection.
    public MqttException.TimedOut timedOut(String what, Duration time) {
        return session.timedOut(what, time);
    }

    /// Whether the calling thread is the one that must never wait.
    public boolean isOnLoop() {
        return session.loop().loop().inLoop();
    }

    /// Completed by the loop when the first connection is there or has failed.
    public CompletableFuture<ServerLimits> connected() {
        return session.connected();
    }

    /// How long [#connected] takes at most: the session gives up by itself, and says why.
    public Duration connectLimit() {
        return options()
                .network()
                .connectTimeout()
                .multipliedBy(2 + ConnectScheduler.MOST_HOPS)
                .plusSeconds(60);
    }

    /// Disconnects.
    ///
    /// @param farewell what DISCONNECT carries; before 5.0 it carries nothing
    /// @return completed by the loop when the last connection is gone
    public CompletableFuture<Void> close(Properties farewell) {
        session.submit(() -> session.close(farewell));
        return session.closed();
    }

    /// Publishes, or queues while that is not possible.
    ///
    /// @param direct whether the future is known to its waiter alone, so that the loop may complete it
    public CompletableFuture<PublishOutcome> publish(Message message, boolean direct) {
        OutgoingMessage outgoing = outgoing(message, direct);
        session.submit(outgoing);
        return outgoing;
    }

    /// The same without a future.
    public void send(Message message) {
        session.submit(outgoing(message, true));
    }

    private OutgoingMessage outgoing(Message message, boolean direct) {
        return new OutgoingMessage(observer.publishing(message), direct);
    }

    /// The future is completed where the disk was, when the message is safe there.
    ///
    /// @throws IllegalStateException without a queue on disk
    public CompletableFuture<Void> enqueue(Message message) {
        DiskQueue disk = session.disk();
        if (disk == null) {
            throw new IllegalStateException("enqueue needs a queue on disk: queue(OfflineQueue.USUAL.onDisk(folder))");
        }
        CompletableFuture<Void> safe = new CompletableFuture<>();
        OutgoingMessage outgoing = outgoing(message, true);
        session.submit(
                () -> session.outbound().publish(outgoing, disk, failure -> settle(safe, failure)),
                () -> settle(safe, session.outbound().droppedByClose()));
        return safe;
    }

    private static void settle(CompletableFuture<Void> safe, @Nullable PublishOutcome failure) {
        try {
            if (failure != null) {
                failure.orThrow();
            }
            safe.complete(null);
        } catch (MqttException why) {
            safe.completeExceptionally(why);
        }
    }

    /// Authenticates again on the connection that there is. The future is completed on the executor.
    public CompletableFuture<Void> reauthenticate() {
        return onConnection(
                ServerConnection::reauthenticate,
                () -> new MqttException.ConnectionLost(null, "there is no connection to authenticate again on"));
    }

    /// Asks the server of the connection that there is for an answer. The future is completed on the executor.
    public CompletableFuture<Void> ping() {
        return onConnection(ServerConnection::ping, ClientOperations::unconnected);
    }

    /// Does something on the connection that there is.
    ///
    /// @param otherwise why it cannot be done while there is none
    private CompletableFuture<Void> onConnection(
            BiConsumer<ServerConnection, CompletableFuture<Void>> call, Supplier<MqttException> otherwise) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        session.submit(
                () -> {
                    ServerConnection connection = session.connection();
                    if (connection != null) {
                        call.accept(connection, done);
                    } else {
                        MqttException why = session.isClosed() ? session.closedBecause() : otherwise.get();
                        session.callbacks().complete(() -> done.completeExceptionally(why), false);
                    }
                },
                () -> done.completeExceptionally(session.closedBecause()));
        return done;
    }

    /// Publishes with a response topic, and completes with the answer. See [#publish] for `direct`.
    ///
    /// @throws IllegalStateException before 5.0
    public CompletableFuture<Delivery> request(Message message, Duration timeout, boolean direct) {
        return requester().request(message, timeout, direct);
    }

    private synchronized Requester requester() {
        Requester made = requester;
        if (made == null) {
            made = new Requester(this, session, firstRequest);
            requester = made;
        }
        return made;
    }

    /// A subscription for which no SUBSCRIBE was sent yet.
    ///
    /// @param local whether nothing is sent to the server, because the messages come without a subscription
    /// @throws IllegalArgumentException when that is no topic filter
    public ActiveSubscription entry(Subscription subscription, DeliveryHandler handler, boolean local) {
        try {
            return new ActiveSubscription(subscription, TopicFilter.parse(subscription.filter()), handler, local);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(
                    "filter is no topic filter: " + subscription.filter() + " (" + e.getMessage() + ")", e);
        }
    }

    /// Several subscriptions with one callback, which gets one message after the other on the executor, and each once.
    ///
    /// @throws IllegalArgumentException when there is no filter or a wrong one
    public List<ActiveSubscription> entries(
            List<Subscription> subscriptions, Acknowledge acknowledge, Consumer<Delivery> receiver) {
        if (subscriptions.isEmpty()) {
            throw new IllegalArgumentException("there is no filter in the list");
        }
        DeliveryHandler handler = handler(acknowledge, receiver);
        return subscriptions.stream()
                .map(subscription -> entry(subscription, handler, false))
                .toList();
    }

    /// The same with a callback, which gets one message after the other on the executor.
    public ActiveSubscription entry(
            Subscription subscription, Acknowledge acknowledge, Consumer<Delivery> receiver, boolean local) {
        return entry(subscription, handler(acknowledge, receiver), local);
    }

    private DeliveryHandler handler(Acknowledge acknowledge, Consumer<Delivery> receiver) {
        boolean manual = acknowledge == Acknowledge.MANUALLY;
        return new CallbackDeliveryHandler(session.loop(), session.options(), session.callbacks(), receiver, manual);
    }

    /// Passes messages to a subscriber as it requests them.
    public FlowDeliveryHandler flowHandler(Flow.Subscriber<? super Delivery> subscriber, Acknowledge acknowledge) {
        return new FlowDeliveryHandler(
                session.loop(), session.options(), subscriber, acknowledge == Acknowledge.MANUALLY);
    }

    /// Receives what matches from now on, without asking the server.
    public void listen(ActiveSubscription entry) {
        session.submit(() -> session.subscriptions().listen(entry));
    }

    /// Receives what matches, and asks the server for it. See [#publish] for `direct`.
    public CompletableFuture<ReasonCode> subscribe(ActiveSubscription entry, boolean direct) {
        return submit(new SubscriptionRequest(Kind.SUBSCRIBE, List.of(entry), direct))
                .thenApply(SubscribeAnswer::first);
    }

    /// Receives what matches any of them, and asks the server for all in one packet. A refusal is an answer. See
    /// [#publish] for `direct`.
    public CompletableFuture<SubscribeAnswer> subscribe(List<ActiveSubscription> entries, boolean direct) {
        return submit(new SubscriptionRequest(Kind.SUBSCRIBE_EACH, entries, direct));
    }

    /// Ends a subscription, and sends UNSUBSCRIBE unless another subscription has the same filter.
    public CompletableFuture<ReasonCode> unsubscribe(ActiveSubscription entry) {
        return submit(new SubscriptionRequest(Kind.CLOSE, List.of(entry), false))
                .thenApply(SubscribeAnswer::first);
    }

    /// The same without a future.
    public void drop(ActiveSubscription entry) {
        session.submit(new SubscriptionRequest(Kind.CLOSE, List.of(entry), true));
    }

    /// Ends all subscriptions with these filters, and the server's, in one packet.
    ///
    /// @throws IllegalArgumentException when there is no filter or a wrong one
    public CompletableFuture<List<ReasonCode>> unsubscribe(List<String> filters) {
        return request(Kind.UNSUBSCRIBE, unsubscribed(filters), Properties.NONE);
    }

    /// The server's answers to one SUBSCRIBE, without a receiver.
    ///
    /// @throws IllegalArgumentException when there is no filter or a wrong one, or properties before 5.0
    public CompletableFuture<List<ReasonCode>> requestSubscriptions(List<Subscription> wishes, Properties properties) {
        return request(Kind.PLAIN_SUBSCRIBE, wishes, properties);
    }

    /// The server's answers to one UNSUBSCRIBE; receivers stay.
    ///
    /// @throws IllegalArgumentException when there is no filter or a wrong one, or properties before 5.0
    public CompletableFuture<List<ReasonCode>> requestUnsubscriptions(List<String> filters, Properties properties) {
        return request(Kind.PLAIN_UNSUBSCRIBE, unsubscribed(filters), properties);
    }

    private static List<Subscription> unsubscribed(List<String> filters) {
        return filters.stream()
                .map(filter -> new Subscription(filter, QoS.AT_MOST_ONCE))
                .toList();
    }

    private CompletableFuture<List<ReasonCode>> request(Kind kind, List<Subscription> wishes, Properties properties) {
        if (wishes.isEmpty()) {
            throw new IllegalArgumentException("there is no filter in the list");
        }
        if (!session.isV5() && !properties.isEmpty()) {
            throw new IllegalArgumentException("properties need version(MQTT_5)");
        }
        List<ActiveSubscription> entries = wishes.stream()
                .map(subscription -> entry(subscription, DeliveryHandler.NONE, false))
                .toList();
        return submit(new SubscriptionRequest(kind, entries, properties, false)).thenApply(SubscribeAnswer::reasons);
    }

    private SubscriptionRequest submit(SubscriptionRequest request) {
        session.submit(request);
        return request;
    }

    static MqttException unconnected() {
        return new MqttException.ConnectionLost(null, "there is no connection to a server");
    }
}
