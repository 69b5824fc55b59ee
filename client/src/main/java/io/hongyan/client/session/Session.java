package io.hongyan.client.session;

import io.hongyan.client.callback.UserCallbacks;
import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.disk.DiskJournal;
import io.hongyan.client.disk.DiskQueue;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.loop.ActionTask;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.loop.ClosedState;
import io.hongyan.client.loop.LoopLease;
import io.hongyan.client.loop.TaskQueue;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.client.publish.Outbound;
import io.hongyan.client.publish.OutgoingMessage;
import io.hongyan.client.receive.DeliveryHandler;
import io.hongyan.client.receive.Inbound;
import io.hongyan.client.receive.InboundSession;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The state of one client from its start to its close, over all its connections: the state machine behind the blocking
/// and the asynchronous API.
///
/// ```
/// CONNECTING --accepted--> CONNECTED --lost--> WAITING --delay--> CONNECTING ...
///      |                       |                  |
///      +-----------------------+------------------+--close, or no more attempts--> CLOSED
/// ```
///
/// Confined to the loop, except the `submit` methods, [#closedBecause], [#clientId], [#server], [#timedOut] and what is
/// final.
final class Session implements DiskQueue.Owner, InboundSession, ClientEventLoop.LoopClient {
    private static final System.Logger LOG = System.getLogger(Session.class.getName());
    /// After a connection that held for so many ms, the next delay is the first again.
    private static final long STABLE_AFTER = 10_000;

    private final ClientOptions options;
    private final ClientEventLoop loop;
    private final TaskQueue<Outbound> tasks;
    private final @Nullable DiskQueue disk;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Subscriptions subscriptions;
    private final CloudServiceTopics cloudTopics;
    private final ConnectScheduler connects;
    private final UserCallbacks callbacks;
    private final boolean keepTrying;
    private final SessionEnd end;

    private volatile String clientId;
    private volatile @Nullable ServerLimits server;
    private volatile @Nullable MqttException lastFailure;
    private Phase phase = Phase.CONNECTING;
    private @Nullable ServerConnection connection;
    private boolean wasConnected;
    private long acceptedAt;

    private enum Phase {
        CONNECTING,
        CONNECTED,
        WAITING,
        CLOSED
    }

    /// @param keepTrying whether to retry when the first connection fails
    /// @param journal the queue on disk; null = none
    Session(
            ClientOptions options,
            LoopLease lease,
            RandomGenerator random,
            boolean keepTrying,
            @Nullable DiskJournal journal) {
        this.options = options;
        this.end = new SessionEnd(lease);
        this.loop = lease.loop();
        this.keepTrying = keepTrying;
        this.clientId = options.session().clientId();
        this.callbacks = new UserCallbacks(loop, options, this::clientId, this::submit);
        this.disk = journal == null
                ? null
                : new DiskQueue(journal, this, loop, options.limits().queue().bytes(), InstantSource.system());
        this.outbound = new Outbound(loop, options, disk, callbacks, end.state());
        this.tasks = new TaskQueue<>(outbound, loop.loop(), this::taskFailed);
        this.inbound = new Inbound(this, loop, options, callbacks);
        this.subscriptions = new Subscriptions(this, outbound.window());
        this.cloudTopics = new CloudServiceTopics(this);
        this.connects = new ConnectScheduler(this, random);
        loop.add(this);
    }

    ClientOptions options() {
        return options;
    }

    ClientEventLoop loop() {
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

    CompletableFuture<ServerLimits> connected() {
        return end.connected();
    }

    CompletableFuture<Void> closed() {
        return end.closed();
    }

    /// The id that the server knows this client by; empty until it has chosen one.
    @Override
    public String clientId() {
        return clientId;
    }

    /// The server's limits; null while there is no connection.
    @Nullable
    ServerLimits server() {
        return server;
    }

    boolean isV5() {
        return options.session().version().isV5();
    }

    /// Submits a message to publish to the loop, from any thread.
    void submit(OutgoingMessage outgoing) {
        tasks.put(outgoing);
    }

    /// Submits an action to the loop, from any thread.
    void submit(Runnable action) {
        submit(action, end::loopEnded);
    }

    /// @param rejected called instead when the loop has ended
    @Override
    public void submit(Runnable action, Runnable rejected) {
        tasks.put(new ActionTask<>(action, rejected));
    }

    void submit(SubscriptionRequest request) {
        submit(() -> subscriptions.ask(request), () -> request.completeExceptionally(closedBecause()));
    }

    boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    MqttException closedBecause() {
        return end.state().exception();
    }

    /// The connection over which packets go; null when there is none.
    @Nullable
    ServerConnection connection() {
        return phase == Phase.CONNECTED ? connection : null;
    }

    @Override
    public List<DeliveryHandler> match(Topic topic) {
        return subscriptions.match(topic);
    }

    @Override
    public boolean tookNotice(Publish packet) {
        return cloudTopics.took(packet);
    }

    @Override
    public void acknowledge(int firstByte, int packetId) {
        if (phase == Phase.CONNECTED && connection != null) {
            connection.acknowledge(firstByte, packetId);
        }
    }

    @Nullable
    DiskQueue disk() {
        return disk;
    }

    @Override
    public void diskFailed(Exception cause) {
        callbacks.emit(new ClientEvent.QueueFailed(cause));
    }

    /// Begins to connect.
    void start() {
        if (disk != null) {
            outbound.restore(disk);
        }
        connects.begin();
    }

    /// The server accepted the client.
    void accepted(ServerConnection by, ServerLimits limits, ConnAck answer) {
        phase = Phase.CONNECTED;
        acceptedAt = loop.now();
        server = limits;
        String assigned = answer.properties().text(Property.ASSIGNED_CLIENT_IDENTIFIER);
        if (assigned != null) {
            clientId = assigned;
        }
        boolean again = wasConnected;
        wasConnected = true;
        // CONNACK of 3.1 has no session-present flag; the session was requested.
        boolean trusted = options.session().version() == Version.MQTT_3_1
                && options.session().expiry() != null
                && again;
        boolean present = answer.sessionPresent() || trusted;
        inbound.resume(!present);
        subscriptions.resume(again && !answer.sessionPresent());
        cloudTopics.connected();
        connects.arrived();
        options.callbacks().observer().connected(limits);
        outbound.resume(by, limits, present);
        callbacks.emit(new ClientEvent.Connected(limits, answer.sessionPresent()));
        end.connected().complete(limits);
    }

    /// A connection ended, or did not come about.
    void connectionLost(ServerConnection which, MqttException why) {
        if (which != connection) {
            return;
        }
        connection = null;
        if (isClosed()) {
            release();
        } else {
            connectFailed(why);
        }
    }

    /// The exception of a call that has waited for so long.
    MqttException.TimedOut timedOut(String what, Duration time) {
        return server != null || end.state().isClosed()
                ? new MqttException.TimedOut(what, time)
                : MqttException.TimedOut.notConnected(what, time, lastFailure);
    }

    UserCallbacks callbacks() {
        return callbacks;
    }

    /// A task of the loop failed, so the state of the connection is unknown: it is made again.
    @Override
    public void taskFailed(Throwable cause) {
        LOG.log(Level.ERROR, "a task of client '" + clientId + "' failed", cause);
        callbacks.emit(new ClientEvent.TaskFailed(cause));
        ServerConnection present = connection;
        if (present != null) {
            present.lose(
                    new MqttException.ConnectionLost(null, "a task of the client failed: " + ExceptionText.of(cause)));
        }
    }

    /// The transport of a connection is closed. It matters only for the last one.
    void connectionClosed(ServerConnection which) {
        if (isClosed() && (connection == null || which == connection)) {
            release();
        }
    }

    /// A connection ended, or could not be made: another attempt, or the end.
    void connectFailed(MqttException why) {
        if (isClosed()) {
            return;
        }
        lastFailure = why;
        if (phase == Phase.CONNECTED) {
            server = null;
            if (loop.now() - acceptedAt >= STABLE_AFTER) {
                connects.forgive();
            }
            outbound.disconnected();
            subscriptions.lost();
        }
        phase = Phase.WAITING;
        options.callbacks().observer().disconnected(why);
        connects.follow(why, () -> retry(why));
    }

    private void retry(MqttException why) {
        if (isClosed()) {
            return;
        }
        boolean again = options.network().reconnect().enabled() && !isTakenOver(why) && (wasConnected || keepTrying);
        if (again || connects.hasDetour()) {
            connects.plan(why);
        } else {
            giveUp(why);
        }
    }

    /// Whether another client with the same id pushed this one out: coming back would push that one out, and so on.
    private static boolean isTakenOver(MqttException why) {
        return why instanceof MqttException.ConnectionLost lost && lost.reason() == ReasonCode.SESSION_TAKEN_OVER;
    }

    /// No more attempts are made.
    void giveUp(MqttException why) {
        callbacks.emit(new ClientEvent.Disconnected(why, null));
        closeWith(why);
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
    void connectingOver(ServerConnection next) {
        connection = next;
    }

    /// Disconnects. What was not sent is dropped, or kept on disk.
    ///
    /// @param farewell what DISCONNECT carries; before 5.0 it carries nothing
    void close(Properties farewell) {
        if (isClosed()) {
            return;
        }
        loop.patient().look(); // what receivers have acknowledged goes before DISCONNECT
        ServerConnection last = connection;
        closeWith(null);
        if (last != null) {
            connection = last;
            options.callbacks().observer().disconnected(closedBecause());
            last.end(ConnectSettings.disconnect(options, farewell));
        }
    }

    /// Closes the client without DISCONNECT to its server. Any thread may call it.
    @Override
    public CompletableFuture<Void> threadsClosing() {
        submit(() -> {
            ServerConnection last = connection;
            if (!isClosed()) {
                giveUp(ClosedState.threadsClosed());
            }
            if (last != null) {
                connection = last;
                last.abandon();
            }
        });
        return end.closed();
    }

    private void closeWith(@Nullable MqttException why) {
        phase = Phase.CLOSED;
        end.state().close(why);
        callbacks.close();
        server = null;
        ServerConnection last = connection;
        connection = null;
        outbound.disconnected();
        outbound.close();
        subscriptions.lost();
        subscriptions.close(closedBecause(), why != null);
        end.connected().completeExceptionally(why == null ? closedBecause() : why);
        if (last == null) {
            release();
        }
    }

    private void release() {
        end.release(this, disk);
    }
}
