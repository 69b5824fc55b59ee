package io.hongyan.client;

import io.hongyan.client.auth.Login;
import io.hongyan.codec.ConnAck;
import io.hongyan.codec.Disconnect;
import io.hongyan.codec.Properties;
import io.hongyan.codec.Property;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.transport.Connection;
import io.hongyan.transport.TransportException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The state of one client from its birth to its close, over all its connections. This is the one state machine behind
/// all faces:
///
/// ```
/// CONNECTING --accepted--> CONNECTED --lost--> WAITING --delay--> CONNECTING ...
///      |                       |                  |
///      +-----------------------+------------------+--close, or no more attempts--> CLOSED
/// ```
///
/// Confined to the loop, but for [#put], [#clientId], [#server] and what is final.
final class Session {
    private static final System.Logger LOG = System.getLogger(Session.class.getName());
    private static final long SWEEP = 1000;
    /// A connection that held for so long was a success, and the next delay is the first again.
    private static final long SUCCESS = 10_000;

    private final ClientOptions options;
    private final ClientThreads.Lease lease;
    private final ClientLoop loop;
    private final SecureRandom random;
    private final Inbox inbox;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Subscriptions subscriptions;
    private final Notices notices;
    private final Completions completions;
    private final Mailbox<ClientEvent> events;
    private final boolean patient;
    /// Completed when the first connection is there or has failed.
    private final CompletableFuture<ServerLimits> connected = new CompletableFuture<>();
    /// Completed when the last connection is gone.
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private volatile String clientId;
    private volatile @Nullable ServerLimits server;

    private Phase phase = Phase.CONNECTING;
    private @Nullable Link link;
    private @Nullable MqttException end;
    private boolean wasConnected;
    private boolean sweeping;
    private int turn;
    private int failures;
    private long acceptedAt;

    private enum Phase {
        CONNECTING,
        CONNECTED,
        WAITING,
        CLOSED
    }

    /// @param patient whether to go on trying when the first connection fails
    Session(ClientOptions options, ClientThreads.Lease lease, SecureRandom random, boolean patient) {
        this.options = options;
        this.lease = lease;
        this.loop = lease.loop();
        this.random = random;
        this.patient = patient;
        this.clientId = options.clientId();
        this.inbox = new Inbox(this, loop.loop());
        this.outbound = new Outbound(this, loop, options);
        this.inbound = new Inbound(this, options);
        this.subscriptions = new Subscriptions(this);
        this.notices = new Notices(this);
        this.completions = new Completions(loop, options.executor());
        this.events = new Mailbox<>(loop, options.executor(), Long.MAX_VALUE, this::report);
    }

    ClientOptions options() {
        return options;
    }

    ClientLoop loop() {
        return loop;
    }

    Outbound outbound() {
        return outbound;
    }

    Inbound inbound() {
        return inbound;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Notices notices() {
        return notices;
    }

    CompletableFuture<ServerLimits> connected() {
        return connected;
    }

    CompletableFuture<Void> closed() {
        return closed;
    }

    /// The id that the server knows this client by; empty until it has chosen one.
    String clientId() {
        return clientId;
    }

    /// What the server allows; null while there is no connection.
    @Nullable
    ServerLimits server() {
        return server;
    }

    boolean isV5() {
        return options.version().isV5();
    }

    /// Hands work to the loop, from any thread.
    void put(Work work) {
        inbox.put(work);
    }

    boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    MqttException closedBecause() {
        MqttException why = end;
        return new MqttException.Closed(
                why == null ? "the client is closed" : "the client is closed: " + why.getMessage(), why);
    }

    /// The connection over which packets go; null when there is none.
    @Nullable
    Link link() {
        return phase == Phase.CONNECTED ? link : null;
    }

    void acknowledge(int firstByte, int packetId) {
        if (phase == Phase.CONNECTED && link != null) {
            link.acknowledge(firstByte, packetId);
        }
    }

    /// Tells whoever waits, on the executor unless the waiter is ours.
    void finish(Runnable completion, boolean direct) {
        if (direct) {
            completion.run();
        } else {
            completions.add(completion);
        }
    }

    /// The same for a message.
    void finish(Outgoing outgoing) {
        if (outgoing.direct()) {
            outgoing.run();
        } else {
            completions.add(outgoing);
        }
    }

    void tell(ClientEvent event) {
        events.add(event);
    }

    /// Begins to connect.
    void start() {
        connect(options.servers().getFirst());
    }

    /// Does something that takes its time on the executor, and goes on here with what it gave.
    <T> void offLoop(Callable<T> task, Consumer<T> then, Consumer<Exception> otherwise) {
        Runnable run = () -> {
            try {
                T result = task.call();
                put(new Task(session -> then.accept(result), () -> {}));
            } catch (Exception fault) {
                put(new Task(session -> otherwise.accept(fault), () -> {}));
            }
        };
        try {
            options.executor().execute(run);
        } catch (RejectedExecutionException fault) {
            otherwise.accept(fault);
        }
    }

    private void connect(ServerAddress to) {
        phase = Phase.CONNECTING;
        String id = clientId;
        offLoop(
                () -> {
                    resolve(to);
                    return options.credentials().login(id);
                },
                login -> dial(to, login),
                fault -> failed(new MqttException.LoginFailed(String.valueOf(fault.getMessage()), fault)));
    }

    /// Asks for the address here, so that the loop finds it in Java's cache and does not wait for it.
    private static void resolve(ServerAddress to) {
        try {
            InetAddress.getByName(to.host());
        } catch (UnknownHostException e) {
            // The loop will see the same, and say so.
        }
    }

    private void dial(ServerAddress to, Login login) {
        if (isClosed()) {
            return;
        }
        if (login.exchange() != null && !isV5()) {
            failed(new MqttException.LoginFailed("enhanced authentication needs version(MQTT_5)", null));
            return;
        }
        Link next = new Link(this, to, Dial.connect(options, clientId, login, !wasConnected), login.exchange());
        link = next;
        loop.after(options.connectTimeout().toMillis(), next::expire);
        CompletableFuture<Connection> dialled;
        try {
            dialled = loop.transport().connect(Dial.endpoint(to, options), loop.loop(), next);
        } catch (TransportException | IllegalArgumentException unusable) {
            dialled = CompletableFuture.failedFuture(unusable);
        }
        dialled.whenComplete((connection, fault) -> put(new Task(
                        session -> {
                            if (connection != null) {
                                next.opened(connection);
                            } else {
                                unreached(next, fault);
                            }
                        },
                        () -> {})))
                .exceptionally(seen -> null);
    }

    private void unreached(Link tried, @Nullable Throwable fault) {
        Throwable cause = fault instanceof CompletionException wrapped ? wrapped.getCause() : fault;
        String what = cause == null ? "unknown" : String.valueOf(cause.getMessage());
        lost(tried, new MqttException.Unreachable(tried.server().toString(), what, cause));
    }

    /// The server let the client in.
    void accepted(Link by, ServerLimits limits, ConnAck answer) {
        phase = Phase.CONNECTED;
        acceptedAt = loop.now();
        server = limits;
        String assigned = answer.properties().text(Property.ASSIGNED_CLIENT_IDENTIFIER);
        if (assigned != null) {
            clientId = assigned;
        }
        boolean again = wasConnected;
        wasConnected = true;
        // A 3.1 server cannot say whether it remembers the session; it was told to.
        boolean trusted = options.version() == Version.MQTT_3_1 && options.session() != null && again;
        boolean present = answer.sessionPresent() || trusted;
        inbound.resume(!present);
        subscriptions.resume(again && !answer.sessionPresent());
        notices.connected();
        outbound.resume(by, limits, present);
        options.observer().connected(limits);
        tell(new ClientEvent.Connected(limits, answer.sessionPresent()));
        if (!connected.isDone()) {
            connected.complete(limits);
        }
    }

    /// SUBACK or UNSUBACK.
    void answered(int packetId, List<ReasonCode> reasons, Properties properties) {
        if (outbound.flight().get(packetId) instanceof Request request) {
            outbound.flight().remove(request);
            subscriptions.answered(request, reasons, properties);
        }
    }

    /// A connection ended, or did not come about.
    void lost(Link which, MqttException why) {
        if (which != link) {
            return;
        }
        link = null;
        if (isClosed()) {
            over();
        } else {
            failed(why);
        }
    }

    /// The network below a connection is gone. Of interest when it is the last one.
    void gone(Link which) {
        if (isClosed() && (link == null || which == link)) {
            over();
        }
    }

    private void failed(MqttException why) {
        if (isClosed()) {
            return;
        }
        if (phase == Phase.CONNECTED) {
            server = null;
            if (loop.now() - acceptedAt >= SUCCESS) {
                failures = 0;
            }
            List<Request> unanswered = outbound.flight().requests();
            outbound.lost();
            subscriptions.lost(unanswered);
        }
        phase = Phase.WAITING;
        options.observer().disconnected(why);
        if (!options.reconnect().enabled() || isFinal(why) || !(wasConnected || patient)) {
            tell(new ClientEvent.Disconnected(why, null));
            finishWith(why);
            return;
        }
        plan(why);
    }

    private void plan(MqttException why) {
        failures++;
        turn++;
        ServerAddress next = options.servers().get(turn % options.servers().size());
        Duration delay = options.reconnect().delay(failures, random.nextDouble());
        Reconnect.Attempt planned = new Reconnect.Attempt(failures, next, delay, why);
        offLoop(
                () -> new Planned(options.reconnect().hook().next(planned)),
                answer -> schedule(answer.attempt(), why),
                fault -> {
                    LOG.log(Level.WARNING, "the reconnect hook of client '" + clientId + "' failed", fault);
                    schedule(planned, why);
                });
    }

    private record Planned(Reconnect.@Nullable Attempt attempt) {}

    private void schedule(Reconnect.@Nullable Attempt attempt, MqttException why) {
        if (isClosed()) {
            return;
        }
        tell(new ClientEvent.Disconnected(why, attempt == null ? null : attempt.delay()));
        if (attempt == null) {
            finishWith(why);
            return;
        }
        loop.after(attempt.delay().toMillis(), () -> {
            if (phase == Phase.WAITING) {
                connect(attempt.server());
            }
        });
    }

    /// Another client with the same id pushed this one out: coming back would push that one out, and so on.
    private static boolean isFinal(MqttException why) {
        return why instanceof MqttException.ConnectionLost lost && lost.reason() == ReasonCode.SESSION_TAKEN_OVER;
    }

    /// Says goodbye. What was not sent is lost.
    void close() {
        if (isClosed()) {
            return;
        }
        Link last = link;
        finishWith(null);
        if (last != null) {
            link = last;
            boolean ends = isV5() && options.session() == null && Dial.expiry(options) > 0;
            last.end(
                    ends
                            ? new Disconnect(
                                    ReasonCode.SUCCESS,
                                    Properties.builder()
                                            .set(Property.SESSION_EXPIRY_INTERVAL, 0)
                                            .build())
                            : Disconnect.NORMAL);
        }
    }

    private void finishWith(@Nullable MqttException why) {
        phase = Phase.CLOSED;
        end = why;
        server = null;
        Link last = link;
        link = null;
        List<Request> unanswered = outbound.flight().requests();
        outbound.lost();
        outbound.close();
        subscriptions.lost(unanswered);
        subscriptions.close(closedBecause());
        if (!connected.isDone()) {
            connected.completeExceptionally(why == null ? closedBecause() : why);
        }
        if (last == null) {
            over();
        }
    }

    private void over() {
        if (closed.complete(null)) {
            lease.end().run();
        }
    }

    /// Something waits in the queue, and may wait too long.
    void watchQueue() {
        if (!sweeping) {
            sweeping = true;
            loop.after(SWEEP, this::sweep);
        }
    }

    private void sweep() {
        outbound.sweep();
        sweeping = false;
        if (outbound.hasQueue()) {
            watchQueue();
        }
    }

    private void report(ClientEvent event) {
        try {
            options.events().accept(event);
        } catch (RuntimeException bug) {
            LOG.log(Level.WARNING, "the event receiver of client '" + clientId + "' failed", bug);
        }
    }
}
