package io.hongyan.client;

import io.hongyan.client.PublishOutcome.Dropped;
import io.hongyan.client.PublishOutcome.Why;
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

/// What the faces have in common: calls become work for the session, and waiting is done here alone.
record Calls(Session session) {
    Outgoing publish(Message message, boolean direct) {
        Outgoing outgoing = new Outgoing(session.options().observer().publishing(message), direct);
        session.put(outgoing);
        return outgoing;
    }

    /// Publishes for nobody who wants to know.
    void send(Message message) {
        session.put(new Outgoing(session.options().observer().publishing(message), true));
    }

    /// The future is completed where the disk was, when the message is safe there.
    CompletableFuture<Void> enqueue(Message message) {
        DiskQueue disk = session.disk();
        if (disk == null) {
            throw new IllegalStateException("enqueue needs a queue on disk: queue(OfflineQueue.USUAL.onDisk(folder))");
        }
        CompletableFuture<Void> safe = new CompletableFuture<>();
        Outgoing outgoing = new Outgoing(session.options().observer().publishing(message), true);
        session.put(new Task(on -> enqueue(on, disk, outgoing, safe), () -> fail(safe, new Dropped(Why.CLOSED))));
        return safe;
    }

    /// The future is completed on the executor.
    CompletableFuture<Void> reauthenticate() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        MqttException closed = new MqttException.Closed("the client is closed", null);
        session.put(new Task(on -> reauthenticate(on, done), () -> done.completeExceptionally(closed)));
        return done;
    }

    private static void reauthenticate(Session on, CompletableFuture<Void> done) {
        Link link = on.link();
        if (link != null) {
            link.reauthenticate(done);
        } else {
            MqttException why = on.isClosed()
                    ? on.closedBecause()
                    : new MqttException.ConnectionLost(null, "there is no connection to authenticate again on");
            on.finish(() -> done.completeExceptionally(why), false);
        }
    }

    private static void enqueue(Session on, DiskQueue disk, Outgoing outgoing, CompletableFuture<Void> safe) {
        on.outbound().publish(outgoing);
        PublishOutcome outcome = outgoing.outcome();
        DiskPlace place = outgoing.place();
        if (outcome != null && outcome.isDelivered()) {
            safe.complete(null);
        } else if (outcome != null || place == null) {
            fail(safe, outcome == null ? new Dropped(Why.DISK_FAILED) : outcome);
        } else {
            place.tell();
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

    Entry entry(Subscription wish, Sink sink, boolean local) {
        try {
            return new Entry(wish, TopicFilter.parse(wish.filter()), sink, local);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(
                    "filter is no topic filter: " + wish.filter() + " (" + e.getMessage() + ")", e);
        }
    }

    Entry entry(Subscription wish, Acknowledge acknowledge, Consumer<Delivery> receiver, boolean local) {
        return entry(wish, new ReceiverSink(session, receiver, acknowledge == Acknowledge.MANUALLY), local);
    }

    Request subscribe(Entry entry, boolean direct) {
        Request request = new Request(Request.Kind.SUBSCRIBE, List.of(entry), direct);
        session.put(request);
        return request;
    }

    /// The server's answers to one packet, without a receiver.
    CompletableFuture<List<ReasonCode>> ask(Request.Kind kind, List<Subscription> wishes, Properties properties) {
        if (wishes.isEmpty()) {
            throw new IllegalArgumentException("there is no filter in the list");
        }
        if (!session.isV5() && !properties.isEmpty()) {
            throw new IllegalArgumentException("properties need version(MQTT_5)");
        }
        List<Entry> entries =
                wishes.stream().map(wish -> entry(wish, Sink.NONE, false)).toList();
        Request request = new Request(kind, entries, properties, false);
        session.put(request);
        return request.thenApply(first -> request.reasons());
    }

    void unsubscribe(Entry entry) {
        session.put(new Request(Request.Kind.UNSUBSCRIBE, List.of(entry), true));
    }

    /// Waits. The future is completed by the loop, so waiting is legal on every other thread.
    <T> T await(CompletableFuture<T> future, String what, Duration patience) {
        if (session.loop().loop().inLoop()) {
            throw new IllegalStateException("waiting for " + what
                    + " on the network's own thread would last for ever: use async() there, or another executor");
        }
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqttException.Interrupted(what, e);
        } catch (TimeoutException e) {
            throw new MqttException.TimedOut(what, patience);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MqttException known) {
                throw known;
            }
            throw new IllegalStateException("waiting for " + what + " failed", e.getCause());
        }
    }
}
