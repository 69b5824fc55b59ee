package io.hongyan.client;

import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.disk.DiskMessageState;
import io.hongyan.client.disk.DiskQueue;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.message.PublishOutcome.Dropped;
import io.hongyan.client.message.PublishOutcome.Why;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// What the blocking and the asynchronous API share: calls become tasks of the session; the only place that blocks.
record ClientOperations(Session session) {
    OutgoingMessage publish(Message message, boolean direct) {
        OutgoingMessage outgoing =
                new OutgoingMessage(session.options().observer().publishing(message), direct);
        session.submit(outgoing);
        return outgoing;
    }

    /// Publishes for nobody who wants to know.
    void send(Message message) {
        session.submit(new OutgoingMessage(session.options().observer().publishing(message), true));
    }

    /// The future is completed where the disk was, when the message is safe there.
    CompletableFuture<Void> enqueue(Message message) {
        DiskQueue disk = session.disk();
        if (disk == null) {
            throw new IllegalStateException("enqueue needs a queue on disk: queue(OfflineQueue.USUAL.onDisk(folder))");
        }
        CompletableFuture<Void> safe = new CompletableFuture<>();
        OutgoingMessage outgoing =
                new OutgoingMessage(session.options().observer().publishing(message), true);
        session.submit(
                new SessionTask(on -> enqueue(on, disk, outgoing, safe), () -> fail(safe, new Dropped(Why.CLOSED))));
        return safe;
    }

    /// The future is completed on the executor.
    CompletableFuture<Void> reauthenticate() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        MqttException closed = new MqttException.Closed("the client is closed", null);
        session.submit(new SessionTask(on -> reauthenticate(on, done), () -> done.completeExceptionally(closed)));
        return done;
    }

    private static void reauthenticate(Session on, CompletableFuture<Void> done) {
        ServerConnection connection = on.connection();
        if (connection != null) {
            connection.reauthenticate(done);
        } else {
            MqttException why = on.isClosed()
                    ? on.closedBecause()
                    : new MqttException.ConnectionLost(null, "there is no connection to authenticate again on");
            on.callbacks().complete(() -> done.completeExceptionally(why), false);
        }
    }

    private static void enqueue(Session on, DiskQueue disk, OutgoingMessage outgoing, CompletableFuture<Void> safe) {
        on.outbound().publish(outgoing);
        PublishOutcome outcome = outgoing.outcome();
        DiskMessageState diskState = outgoing.diskState();
        if (outcome != null && outcome.isDelivered()) {
            safe.complete(null);
        } else if (outcome != null || diskState == null) {
            fail(safe, outcome == null ? new Dropped(Why.DISK_FAILED) : outcome);
        } else {
            diskState.reportEnd();
            disk.whenSafe(kept -> {
                if (kept) {
                    safe.complete(null);
                } else {
                    fail(safe, new Dropped(Why.DISK_FAILED));
                }
            });
        }
    }

    private static void fail(CompletableFuture<Void> future, PublishOutcome outcome) {
        try {
            outcome.orThrow();
        } catch (MqttException why) {
            future.completeExceptionally(why);
        }
    }

    ActiveSubscription entry(Subscription subscription, DeliveryHandler handler, boolean local) {
        try {
            return new ActiveSubscription(subscription, TopicFilter.parse(subscription.filter()), handler, local);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(
                    "filter is no topic filter: " + subscription.filter() + " (" + e.getMessage() + ")", e);
        }
    }

    ActiveSubscription entry(
            Subscription subscription, Acknowledge acknowledge, Consumer<Delivery> receiver, boolean local) {
        return entry(
                subscription,
                new CallbackDeliveryHandler(session, receiver, acknowledge == Acknowledge.MANUALLY),
                local);
    }

    SubscriptionRequest subscribe(ActiveSubscription entry, boolean direct) {
        SubscriptionRequest request =
                new SubscriptionRequest(SubscriptionRequest.Kind.SUBSCRIBE, List.of(entry), direct);
        session.submit(request);
        return request;
    }

    /// The server's answers to one packet, without a receiver.
    CompletableFuture<List<ReasonCode>> ask(
            SubscriptionRequest.Kind kind, List<Subscription> wishes, Properties properties) {
        if (wishes.isEmpty()) {
            throw new IllegalArgumentException("there is no filter in the list");
        }
        if (!session.isV5() && !properties.isEmpty()) {
            throw new IllegalArgumentException("properties need version(MQTT_5)");
        }
        List<ActiveSubscription> entries = wishes.stream()
                .map(subscription -> entry(subscription, DeliveryHandler.NONE, false))
                .toList();
        SubscriptionRequest request = new SubscriptionRequest(kind, entries, properties, false);
        session.submit(request);
        return request.thenApply(first -> request.reasons());
    }

    void unsubscribe(ActiveSubscription entry) {
        session.submit(new SubscriptionRequest(SubscriptionRequest.Kind.UNSUBSCRIBE, List.of(entry), true));
    }

    /// Waits. The future is completed by the loop, so waiting is legal on every other thread.
    <T> T await(CompletableFuture<T> future, String what, Duration timeout) {
        if (session.loop().loop().inLoop()) {
            throw new IllegalStateException("waiting for " + what
                    + " on the network's own thread would last for ever: use async() there, or another executor");
        }
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqttException.Interrupted(what, e);
        } catch (TimeoutException e) {
            throw new MqttException.TimedOut(what, timeout);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MqttException known) {
                throw known;
            }
            throw new IllegalStateException("waiting for " + what + " failed", e.getCause());
        }
    }
}
