package io.hongyan.cli.pubsub;

import io.hongyan.cli.option.ClientOptions;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.client.AsyncMqttClient;
import io.hongyan.client.ClientThreads;
import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A client for as long as a command runs, for straight-line code: its calls wait, and a faulty end becomes a
/// [Failure]. Ctrl-C says DISCONNECT, so that no will is published.
///
/// Messages, events and outcomes come on the client's loop, so that a slow terminal slows the server down.
final class ClientRun implements AutoCloseable {
    /// Messages handed over and not done yet. Bounds the memory of `pub -l`.
    private static final int HANDED_OVER = 1_000;

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final ClientFailure failures;
    private final PacketLog log;
    private final Properties farewell;
    private final Duration timeout;
    private final Predicate<Publish> messages;
    private final Predicate<Publish> removals;
    private final @Nullable RetryPolicy retry;
    private final ClientThreads threads;
    /// A future, because messages may come on the loop before the thread that starts the client has it in hand.
    private final CompletableFuture<AsyncMqttClient> client = new CompletableFuture<>();
    private final Thread hook;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<Optional<MqttException>> ended = new CompletableFuture<>();
    private final CompletableFuture<Failure> broken = new CompletableFuture<>();
    private final Semaphore permits = new Semaphore(HANDED_OVER);
    private final ConcurrentLinkedQueue<PublishOutcome.Refused> refusals = new ConcurrentLinkedQueue<>();
    /// Completes with the first message that the server refuses.
    private final CompletableFuture<PublishOutcome.Refused> refused = new CompletableFuture<>();
    /// Confined to the loop.
    private boolean stopped;
    /// Completes when the removals of retained messages are answered. Confined to the loop.
    private CompletableFuture<Void> removed = CompletableFuture.completedFuture(null);

    private ClientRun(
            ClientOptions options, Terminal terminal, Wishes wishes, MqttClientBuilder builder, ClientThreads threads) {
        Consumer<String> debug = options.debug() ? line -> terminal.err().println(line) : line -> {};
        this.failures = new ClientFailure(
                options.server().version(), options.server().address().toString());
        this.log = new PacketLog(debug);
        this.farewell = options.disconnectProperties();
        this.timeout = options.server().connectTimeout();
        this.messages = wishes.messages();
        this.removals = wishes.removals();
        this.threads = threads;
        Consumer<String> tell = wishes.persist();
        this.retry = tell == null
                ? null
                : new RetryPolicy(
                        timeout,
                        terminal.nanoTime(),
                        () -> permits.availablePermits() == HANDED_OVER,
                        cause -> tell.accept(failure(cause).text() + "; connecting again"));
        builder.threads(threads)
                .executor(Runnable::run)
                .observer(log)
                .onEvent(this::happened)
                .inFlight(wishes.window())
                .reconnect(retry == null ? Reconnect.USUAL.withHook(planned -> null) : retry.reconnect());
        for (String filter : wishes.listen()) {
            builder.listen(filter, Acknowledge.MANUALLY, this::received);
        }
        this.hook = new Thread(this::disconnect, "hongyan-farewell");
        client.complete(builder.start().async());
    }

    /// What a command wants of its client.
    ///
    /// @param window the most messages of QoS 1 and 2 to send ahead of their acknowledgements
    /// @param listen filters of what is received, whoever asked for it
    /// @param messages receives what arrives, on the loop, and tells whether to go on; what it throws as a [Failure]
    ///     ends the client without acknowledging the message
    /// @param removals tells which messages are to be removed from the server, as retained ones
    /// @param persist receives a line about each loss after which the client connects again; null = a loss is the end
    record Wishes(
            int window,
            List<String> listen,
            Predicate<Publish> messages,
            Predicate<Publish> removals,
            @Nullable Consumer<String> persist) {}

    /// Connects, and waits for CONNACK.
    ///
    /// @throws Failure when the options contradict each other or no connection comes about
    static ClientRun open(ClientOptions options, Terminal terminal, Wishes wishes) {
        MqttClientBuilder builder = ClientSettings.builder(options, terminal, wishes.persist() != null);
        ClientThreads threads = ClientThreads.start("hongyan-net", 1);
        ClientRun run;
        try {
            run = new ClientRun(options, terminal, wishes, builder, threads);
        } catch (IllegalArgumentException e) {
            threads.close();
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
        try {
            Runtime.getRuntime().addShutdownHook(run.hook);
            run.await(run.connected, run.timeout.plusSeconds(5), "CONNACK");
            return run;
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    private void happened(ClientEvent event) {
        switch (event) {
            case ClientEvent.Connected e -> {
                if (retry != null) {
                    retry.connected();
                }
                connected.complete(null);
            }
            case ClientEvent.Disconnected(MqttException cause, @Nullable Duration retryIn) -> {
                if (retryIn == null) {
                    ended.complete(Optional.of(cause));
                }
            }
            default -> {} // of messages, hooks and tokens, which a command has other ways to hear of
        }
    }

    private void received(Delivery delivery) {
        if (stopped) {
            return; // it stays with the server
        }
        try {
            Publish packet = packet(delivery);
            if (removals.test(packet)) {
                remove(packet.topic());
            }
            stopped = !messages.test(packet);
            delivery.acknowledge();
        } catch (Failure e) {
            stopped = true;
            broken.complete(e);
        }
        if (stopped) {
            var _ = removed.thenRun(() -> {
                var _ = leave();
            });
        }
    }

    /// An empty retained message takes the place of the one that the server keeps.
    private void remove(Topic topic) {
        Message empty = new Message(topic, new byte[0], QoS.AT_LEAST_ONCE, true, Properties.NONE);
        CompletableFuture<Void> answered = client.thenCompose(started -> started.publish(empty))
                .handle((outcome, fault) -> {
                    if (outcome instanceof PublishOutcome.Refused no) {
                        refuse(no);
                    }
                    return null;
                });
        removed = CompletableFuture.allOf(removed, answered);
    }

    private void refuse(PublishOutcome.Refused no) {
        refusals.add(no);
        refused.complete(no);
    }

    /// What the server has refused so far, in order.
    List<PublishOutcome.Refused> refusals() {
        return List.copyOf(refusals);
    }

    /// Completes with the first message that the server refuses.
    CompletableFuture<PublishOutcome.Refused> refused() {
        return refused;
    }

    private static Publish packet(Delivery delivery) {
        return new Publish(
                delivery.topic(),
                delivery.packetId(),
                delivery.qos(),
                delivery.retain(),
                delivery.isRepeat(),
                delivery.payload(),
                delivery.properties());
    }

    /// Hands a message over; waits while too many are under way.
    ///
    /// @throws Failure when the connection has ended
    void publish(Message message) {
        acquire(1);
        send(message);
    }

    private void send(Message message) {
        var _ = started().publish(message).whenComplete((outcome, fault) -> published(message, outcome));
    }

    private void published(Message message, PublishOutcome outcome) {
        switch (outcome) {
            case PublishOutcome.Sent e -> permits.release();
            case PublishOutcome.Acknowledged e -> done();
            case PublishOutcome.Refused no -> {
                refuse(no);
                done();
            }
            case PublishOutcome.Uncertain e when !ended.isDone() -> send(message); // twice is better than never here
            case PublishOutcome.Dropped dropped
            when dropped.why() != PublishOutcome.Why.CLOSED ->
                broken.complete(new Failure(Exit.LOST, "a message was not sent: " + dropped.text()));
            default -> {} // the client has ended, which says why
        }
    }

    private void done() {
        if (retry != null) {
            retry.acknowledged();
        }
        permits.release();
    }

    /// Waits until all messages handed over are done.
    ///
    /// @return what the server refused, in order
    /// @throws Failure when the connection ends before
    List<PublishOutcome.Refused> awaitPublished() {
        acquire(HANDED_OVER);
        permits.release(HANDED_OVER);
        return List.copyOf(refusals);
    }

    /// Waits until the server has dealt with all that it was sent, which nothing else tells of messages of QoS 0.
    ///
    /// @throws Failure when it ends the connection instead
    void awaitProcessed() {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        var _ = started().ping().thenRun(() -> answered.complete(null)); // of a lost connection the end itself tells
        await(answered, timeout, "PINGRESP");
    }

    /// @return the server's answer to each
    List<ReasonCode> subscribe(List<Subscription> wanted, Properties properties) {
        return await(started().requestSubscriptions(wanted, properties), timeout, "SUBACK");
    }

    /// @return the server's answer to each; nothing before 5.0, where it has none
    List<ReasonCode> unsubscribe(List<String> filters, Properties properties) {
        return await(started().requestUnsubscriptions(filters, properties), timeout, "UNSUBACK");
    }

    /// Completes when the client is over, with the cause of an end that was not wanted.
    CompletableFuture<Optional<MqttException>> ended() {
        return ended;
    }

    /// The failure of a message that could not be dealt with; null when there was none.
    @Nullable
    Failure broken() {
        return broken.getNow(null);
    }

    /// What the server said with its last answer to a subscription or its end; null = nothing.
    @Nullable
    String answerText() {
        return log.answerText();
    }

    /// The failure that an end stands for.
    Failure failure(MqttException cause) {
        return connected.isDone() ? failures.of(cause, log.serverText()) : failures.before(cause, log.serverText());
    }

    /// Says DISCONNECT. Does nothing after the end.
    void disconnect() {
        try {
            var _ = leave().get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            ended.complete(Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Optional<MqttException>> leave() {
        var _ = client.thenCompose(started -> started.close(farewell)).thenRun(() -> ended.complete(Optional.empty()));
        return ended;
    }

    /// For who comes after the constructor.
    private AsyncMqttClient started() {
        return client.resultNow();
    }

    private void acquire(int count) {
        try {
            while (!permits.tryAcquire(count, 100, TimeUnit.MILLISECONDS)) {
                throwIfEnded();
            }
            throwIfEnded();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.INTERRUPTED, "interrupted");
        }
    }

    private void throwIfEnded() {
        Failure known = broken();
        if (known != null) {
            throw known;
        }
        Optional<MqttException> end = ended.getNow(null);
        if (end != null) {
            throw end.map(this::failure).orElseGet(() -> new Failure(Exit.INTERRUPTED, "interrupted"));
        }
    }

    /// Waits for an answer, or for the end that makes it impossible.
    private <T> T await(CompletableFuture<T> answer, Duration patience, String what) {
        try {
            var _ = CompletableFuture.anyOf(answer, ended, broken).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return answer.get(0, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throwIfEnded();
            throw new Failure(
                    Exit.UNREACHABLE,
                    "no " + what + " from " + failures.target() + " within " + patience.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.INTERRUPTED, "interrupted");
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending, and the hook needs the network
        }
        disconnect();
        threads.close();
    }
}
