package io.hongyan.client;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
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
    /// A connection that held for so long was a success, and the next delay is the first again.
    private static final long SUCCESS = 10_000;

    private final ClientOptions options;
    private final ClientThreads.Lease lease;
    private final ClientLoop loop;
    private final Inbox inbox;
    private final @Nullable DiskQueue disk;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Subscriptions subscriptions;
    private final Notices notices;
    private final Attempts attempts;
    private final Completions completions;
    private final EventReports events;
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
    private boolean ended;
    private long acceptedAt;

    private enum Phase {
        CONNECTING,
        CONNECTED,
        WAITING,
        CLOSED
    }

    /// @param patient whether to go on trying when the first connection fails
    /// @param journal the queue on disk; null = none
    Session(
            ClientOptions options,
            ClientThreads.Lease lease,
            RandomGenerator random,
            boolean patient,
            @Nullable DiskJournal journal) {
        this.options = options;
        this.lease = lease;
        this.loop = lease.loop();
        this.patient = patient;
        this.clientId = options.clientId();
        this.inbox = new Inbox(this, loop.loop());
        this.disk = journal == null ? null : new DiskQueue(journal, this, InstantSource.system());
        this.outbound = new Outbound(this, loop, options, disk);
        this.inbound = new Inbound(this, options);
        this.subscriptions = new Subscriptions(this);
        this.notices = new Notices(this);
        this.attempts = new Attempts(this, random);
        this.completions = new Completions(loop, options.executor());
        this.events = new EventReports(loop, options, this::clientId);
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
                why == null ? "the client is closed" : "the client is closed: " + Faults.text(why), why);
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

    @Nullable
    DiskQueue disk() {
        return disk;
    }

    void tell(ClientEvent event) {
        events.tell(event);
    }

    /// Begins to connect.
    void start() {
        if (disk != null) {
            outbound.restore(disk);
        }
        attempts.begin();
    }

    /// Does something that takes its time on the executor, and goes on here with what it gave.
    <T> void offLoop(Callable<T> task, Consumer<T> then, Consumer<Throwable> otherwise) {
        Runnable run = () -> {
            try {
                T result = task.call();
                put(new Task(session -> then.accept(result), () -> {}));
            } catch (Throwable fault) {
                put(new Task(session -> otherwise.accept(fault), () -> {}));
            }
        };
        try {
            options.executor().execute(run);
        } catch (RejectedExecutionException fault) {
            otherwise.accept(fault);
        }
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
        attempts.arrived();
        options.observer().connected(limits);
        outbound.resume(by, limits, present);
        tell(new ClientEvent.Connected(limits, answer.sessionPresent()));
        if (!connected.isDone()) {
            connected.complete(limits);
        }
    }

    /// SUBACK or UNSUBACK.
    void answered(@Nullable Request request, List<ReasonCode> reasons, Properties properties) {
        if (request != null) {
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

    EventReports events() {
        return events;
    }

    /// A task of the loop failed, and left behind who knows what: the connection is made anew.
    void taskFailed(Throwable cause) {
        tell(new ClientEvent.TaskFailed(cause));
        Link present = link;
        if (present != null) {
            present.lose(new MqttException.ConnectionLost(null, "a task of the client failed: " + Faults.text(cause)));
        }
    }

    /// The network below a connection is gone. Of interest when it is the last one.
    void gone(Link which) {
        if (isClosed() && (link == null || which == link)) {
            over();
        }
    }

    /// A connection ended, or could not be made: another attempt, or the end.
    void failed(MqttException why) {
        if (isClosed()) {
            return;
        }
        if (phase == Phase.CONNECTED) {
            server = null;
            if (loop.now() - acceptedAt >= SUCCESS) {
                attempts.forgive();
            }
            List<Request> unanswered = outbound.flight().requests();
            outbound.lost();
            subscriptions.lost(unanswered);
        }
        phase = Phase.WAITING;
        options.observer().disconnected(why);
        attempts.follow(why, () -> retry(why));
    }

    private void retry(MqttException why) {
        if (isClosed()) {
            return;
        }
        boolean again = options.reconnect().enabled() && !why.isFinal() && (wasConnected || patient);
        if (again || attempts.hasDetour()) {
            attempts.plan(why);
        } else {
            giveUp(why);
        }
    }

    /// No more attempts are made.
    void giveUp(MqttException why) {
        tell(new ClientEvent.Disconnected(why, null));
        finishWith(why);
    }

    /// An attempt begins.
    void connecting() {
        phase = Phase.CONNECTING;
    }

    boolean isWaiting() {
        return phase == Phase.WAITING;
    }

    boolean wasConnected() {
        return wasConnected;
    }

    /// The connection that is being made.
    void dialling(Link next) {
        link = next;
    }

    /// Says goodbye. What was not sent is lost.
    void close() {
        close(Properties.NONE);
    }

    /// @param farewell what DISCONNECT carries; before 5.0 it carries nothing
    void close(Properties farewell) {
        if (isClosed()) {
            return;
        }
        Link last = link;
        finishWith(null);
        if (last != null) {
            link = last;
            options.observer().disconnected(closedBecause());
            last.end(Dial.disconnect(options, farewell));
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
        if (ended) {
            return;
        }
        ended = true;
        Runnable last = () -> {
            closed.complete(null);
            lease.end().run();
        };
        if (disk == null) {
            last.run();
        } else {
            disk.close(last);
        }
    }
}
