package io.hongyan.cli.mqtt;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.Loop;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// A client for straight-line code: its calls wait, and a faulty end becomes a [Failure]. It is one [CliClient], or
/// after [#persist] one after the other with the same [Outbox].
public final class BlockingClient {
    /// Messages handed over and not done yet. Bounds the memory of `pub -l`.
    private static final int HANDED_OVER = 1_000;

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Connect connect;
    private final Dialer dialer;
    private final Loop loop;
    private final Disconnect farewell;
    private final Predicate<Publish> messages;
    private final Consumer<String> debug;
    private final Outbox outbox;
    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(256));
    private final LongSupplier nanoTime;
    private final CompletableFuture<ConnAck> connected = new CompletableFuture<>();
    private final CompletableFuture<ClientEnd> ended = new CompletableFuture<>();
    private final CompletableFuture<Failure> broken = new CompletableFuture<>();
    private final Semaphore permits = new Semaphore(HANDED_OVER);
    private final ConcurrentLinkedQueue<ReasonCode> refusals = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<CompletableFuture<Packet>> answers = new ConcurrentLinkedQueue<>();

    // Confined to the loop.
    private final Perseverance perseverance;
    private CliClient client;

    /// @param farewell the last packet
    /// @param window the most messages of QoS 1 and 2 to send ahead of their acknowledgements
    /// @param messages receives what arrives, on the loop, and tells whether to go on; a [Failure] from it ends the
    ///     client without acknowledging the message
    /// @param debug receives a line for each packet, on the loop
    public BlockingClient(
            Connect connect,
            Dialer dialer,
            Loop loop,
            Disconnect farewell,
            int window,
            Predicate<Publish> messages,
            Consumer<String> debug,
            LongSupplier nanoTime) {
        this.connect = connect;
        this.dialer = dialer;
        this.loop = loop;
        this.farewell = farewell;
        this.messages = messages;
        this.debug = debug;
        this.nanoTime = nanoTime;
        this.outbox = new Outbox(window);
        this.perseverance = new Perseverance(nanoTime);
        this.client = new CliClient(connect, outbox, new Events(), decoder, nanoTime);
    }

    /// Connects and waits for CONNACK.
    ///
    /// @throws Failure when no connection can be made, or the server refuses it
    public ConnAck connect(Duration timeout) {
        loop.execute(this::dial);
        loop.every(Duration.ofSeconds(1), this::tick);
        return await(connected, timeout, "CONNACK");
    }

    /// From now on makes the connection again when it is lost, and sends again what was not acknowledged. Gives up
    /// after `patience` without a connection, or when connections come and go without an acknowledgement.
    ///
    /// @param tell receives a line for people about each loss, on the loop
    public void persist(Duration patience, Consumer<String> tell) {
        loop.execute(() -> perseverance.begin(patience, tell));
    }

    private void dial() {
        CliClient dialling = client;
        var _ = dialer.dial(loop, dialling)
                .whenComplete((connection, fault) -> loop.execute(() -> {
                    if (connection != null) {
                        dialling.opened(connection);
                    } else if (fault != null) {
                        unreachable(unreachable(fault, dialer.target()));
                    }
                }));
    }

    private void unreachable(Failure failure) {
        if (perseverance.goesOnUnreached(failure)) {
            return;
        }
        broken.complete(failure);
        connected.completeExceptionally(new CancellationException());
        ended.complete(new ClientEnd.Lost(failure.text()));
    }

    private void tick() {
        if (perseverance.isDue()) {
            client = new CliClient(connect, outbox, new Events(), decoder, nanoTime);
            dial();
        } else if (perseverance.isOverdue()) {
            client.abort("no answer to CONNECT");
        } else {
            client.tick();
        }
    }

    /// Hands a message over; waits while too many are under way.
    ///
    /// @throws Failure when the connection has ended
    public void publish(OutgoingMessage message) {
        acquire(1);
        loop.execute(() -> client.publish(message));
    }

    /// Waits until all messages handed over are done.
    ///
    /// @return what the server refused, in order
    /// @throws Failure when the connection ends before
    public List<ReasonCode> awaitPublished() {
        acquire(HANDED_OVER);
        permits.release(HANDED_OVER);
        return List.copyOf(refusals);
    }

    public SubAck subscribe(List<Subscription> subscriptions, Properties properties, Duration timeout) {
        CompletableFuture<Packet> answer = ask(() -> client.subscribe(subscriptions, properties));
        return (SubAck) await(answer, timeout, "SUBACK");
    }

    public UnsubAck unsubscribe(List<String> filters, Properties properties, Duration timeout) {
        CompletableFuture<Packet> answer = ask(() -> client.unsubscribe(filters, properties));
        return (UnsubAck) await(answer, timeout, "UNSUBACK");
    }

    /// Says DISCONNECT. Does nothing after the end.
    public void disconnect() {
        loop.execute(() -> {
            if (perseverance.cancel()) {
                ended.complete(new ClientEnd.Finished());
            }
            client.disconnect(farewell);
        });
        try {
            var _ = ended.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            debug.accept("the connection did not end in order");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Completes when the connection is over.
    public CompletableFuture<ClientEnd> ended() {
        return ended;
    }

    /// The failure that an end stands for, or null for one that was wanted.
    public @Nullable Failure failure(ClientEnd end) {
        Failure known = broken.getNow(null);
        return known != null ? known : failure(end, connect.version(), dialer.target());
    }

    /// The failure that an end stands for, or null for one that was wanted.
    public static @Nullable Failure failure(ClientEnd end, Version version, String target) {
        return switch (end) {
            case ClientEnd.Finished e -> null;
            case ClientEnd.Refused(ConnAck answer) -> refused(answer, version, target);
            case ClientEnd.Dismissed(ReasonCode reason, String detail) ->
                new Failure(
                        reason.isError() ? reason.code() : Exit.LOST,
                        target + " ended the connection: " + reason.text()
                                + (detail.isEmpty() ? "" : " (" + detail + ")"));
            case ClientEnd.Lost(String why) -> new Failure(Exit.LOST, target + ": " + why);
        };
    }

    private static Failure refused(ConnAck answer, Version version, String target) {
        ReasonCode reason = answer.reason();
        int code = version.isV5() ? reason.code() : PacketEncoder.connAckReturnCode(reason);
        String detail = answer.properties().text(Property.REASON_STRING);
        String advice = switch (reason) {
            case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED -> "; check -u and -P, or --ak, --sk, --instance";
            case CLIENT_IDENTIFIER_NOT_VALID -> "; check -i, or --group and --device";
            case UNSUPPORTED_PROTOCOL_VERSION -> "; try another -V";
            default -> "";
        };
        String said = reason.text() + " (code " + code + ")" + (detail == null ? "" : ": " + detail);
        return new Failure(code, target + " refused the connection: " + said + advice);
    }

    /// The failure that a connection attempt which came to nothing stands for.
    public static Failure unreachable(Throwable fault, String target) {
        Throwable cause = fault;
        boolean tls = false;
        for (Throwable next = fault; next != null; next = next.getCause()) {
            cause = next;
            tls |= next instanceof SSLException;
        }
        String why = why(cause);
        String advice = tls ? "; check --cafile, --cert and --key" : "; check -h and -p, and that the server runs";
        return new Failure(tls ? Exit.TLS : Exit.UNREACHABLE, "cannot connect to " + target + ": " + why + advice);
    }

    private static String why(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "there is no such host";
        }
        if (cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused")) {
            return "connection refused";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private CompletableFuture<Packet> ask(Runnable request) {
        CompletableFuture<Packet> answer = new CompletableFuture<>();
        loop.execute(() -> {
            answers.add(answer);
            request.run();
        });
        return answer;
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
        ClientEnd end = ended.getNow(null);
        if (end != null) {
            throw failureOr(end);
        }
    }

    private Failure failureOr(ClientEnd end) {
        Failure failure = failure(end);
        return failure != null ? failure : new Failure(Exit.INTERRUPTED, "interrupted");
    }

    /// Waits for an answer, or for the end that makes it impossible.
    private <T> T await(CompletableFuture<T> answer, Duration timeout, String what) {
        try {
            var _ = CompletableFuture.anyOf(answer, ended, broken).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return answer.get(0, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            Failure known = broken.getNow(null);
            ClientEnd end = ended.getNow(null);
            if (known != null) {
                throw known;
            }
            if (end != null) {
                throw failureOr(end);
            }
            loop.execute(() -> client.abort("no answer"));
            throw new Failure(
                    Exit.UNREACHABLE,
                    "no " + what + " from " + dialer.target() + " within " + timeout.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.INTERRUPTED, "interrupted");
        }
    }

    /// Confined to the loop.
    private final class Events implements ClientEvents {
        @Override
        public void connected(ConnAck answer) {
            perseverance.connected();
            connected.complete(answer);
        }

        @Override
        public void message(Publish message) {
            try {
                if (!messages.test(message)) {
                    client.finish(farewell);
                }
            } catch (Failure e) {
                broken.complete(e);
                client.disconnect(farewell);
            }
        }

        @Override
        public void published(long stamp, ReasonCode reason) {
            if (reason.isError()) {
                refusals.add(reason);
            }
            permits.release();
            perseverance.progressed();
        }

        @Override
        public void subscribed(SubAck answer) {
            answered(answer);
        }

        @Override
        public void unsubscribed(UnsubAck answer) {
            answered(answer);
        }

        private void answered(Packet answer) {
            CompletableFuture<Packet> waiting = answers.poll();
            if (waiting != null) {
                waiting.complete(answer);
            }
        }

        @Override
        public void ended(ClientEnd end) {
            Failure failure = failure(end, connect.version(), dialer.target());
            if (failure == null || !end.isPassing() || !perseverance.goesOn(failure, outbox.isEmpty())) {
                ended.complete(end);
            }
        }

        @Override
        public void sent(Packet packet) {
            debug.accept("sent " + PacketText.of(packet));
        }

        @Override
        public void received(Packet packet) {
            debug.accept("received " + PacketText.of(packet));
        }
    }
}
