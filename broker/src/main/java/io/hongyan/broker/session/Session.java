package io.hongyan.broker.session;

import io.hongyan.broker.auth.AuthResult.Admitted;
import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.Identity;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.context.Timers;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.inbox.RestingInbox;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.session.state.ClientLimits;
import io.hongyan.broker.session.state.SessionDeadlines;
import io.hongyan.broker.session.state.SubscriptionTable;
import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.broker.subscription.FrameCache;
import io.hongyan.broker.subscription.Receiver;
import io.hongyan.broker.subscription.SharedGroup;
import io.hongyan.broker.subscription.Target;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.topic.Topic;
import io.hongyan.transport.Peer;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// One client's session: what must be remembered of it, with or without a connection.
///
/// A session is kept by the store that it was made with until it ends. One that was made to outlive its connection, and
/// is resumed by a client that wants it to end with this connection, stays where its messages are.
///
/// Confined to its shard: nothing here is locked or volatile.
public final class Session extends Addressee implements Receiver, Client, Timers.Timed {
    private static final int PUBREL = 0x62;

    private final SessionServices services;
    private final InstanceShard home;
    private final String clientId;
    private final SessionStore store;
    private final boolean outlivesConnection;
    private final SubscriptionTable subscriptions = new SubscriptionTable();
    private final SessionDeadlines deadlines = new SessionDeadlines();
    private Identity identity;
    private ClientPolicy policy;
    private ClientLimits limits;
    private boolean cleanSession;
    private boolean ended;
    private @Nullable ClientConnection connection;
    private @Nullable InboundQos2 inboundQos2;

    /// @param outlivesConnection whether it was made to
    public Session(
            SessionServices services,
            InstanceShard home,
            String clientId,
            SessionStore store,
            boolean outlivesConnection,
            Admitted admitted,
            ClientLimits limits) {
        this.services = services;
        this.home = home;
        this.clientId = clientId;
        this.store = store;
        this.outlivesConnection = outlivesConnection;
        this.identity = admitted.identity();
        this.policy = admitted.policy();
        this.limits = limits;
    }

    /// A client comes, or comes back.
    public void admit(Admitted admitted, ClientLimits itsLimits) {
        permit(admitted);
        limits = itsLimits;
    }

    /// Other rights hold from now on.
    void permit(Admitted admitted) {
        identity = admitted.identity();
        policy = admitted.policy();
    }

    public void attach(ClientConnection newConnection) {
        if (connection == null) {
            home.instance().connections().incrementAndGet();
        }
        connection = newConnection;
    }

    /// The connection does not belong to the session any more.
    void detach() {
        if (connection != null) {
            home.instance().connections().decrementAndGet();
        }
        connection = null;
        pauseOutbound();
    }

    /// Sends what waits for a client that is back.
    public void resume() {
        resumeOutbound();
        roomAgain();
    }

    /// The client reads again.
    void drained() {
        Outbound outbound = outboundIfAny();
        if (outbound != null) {
            outbound.pump();
        }
        roomAgain();
    }

    /// An acknowledgement or a read made room: retained messages that wait may be sent.
    void roomAgain() {
        if (subscriptions.hasWalks()) {
            services.subscriptions().sendRetained(this);
        }
    }

    @Override
    public long fire(long now) {
        return services.lifecycle().wake(this, now);
    }

    @Override
    public void failed(Throwable error) {
        services.lifecycle().fail(this, error);
    }

    @Override
    public boolean needsDisk() {
        return store.delaysDurability();
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public void deliver(Message message, Target target, @Nullable SharedGroup group, FrameCache fanout) {
        DeliveryOptions options = ended ? null : EffectiveOptions.of(this, message, target, group);
        if (options != null) {
            deliver(message, options, fanout);
            if (message.retain() && subscriptions.hasWalks()) {
                subscriptions.passed(message.topic());
            }
        } else if (ended && message.qos() != QoS.AT_MOST_ONCE) {
            dropped(message, DropReason.SESSION_ENDED);
        }
    }

    /// Delivers a message: QoS 0 at once or not at all, QoS 1 and 2 through window and inbox.
    public void deliver(Message message, DeliveryOptions options, @Nullable FrameCache fanout) {
        ClientConnection to = connection;
        if (options.qos() != QoS.AT_MOST_ONCE) {
            if (to != null || expirySeconds() > 0) {
                outbound().offer(message, options, fanout);
            }
            if (to == null) {
                rest();
            }
        } else if (to != null) {
            if (!to.writable()) {
                dropped(message, DropReason.BACKLOG_FULL);
            } else if (!services.writer().write(to, message, options, 0, false, fanout)) {
                dropped(message, DropReason.TOO_LARGE);
            }
        }
    }

    /// Writes a QoS 1 or 2 message into the connection.
    ///
    /// @return false when it is too large for the client
    boolean write(Message message, DeliveryOptions options, int packetId, boolean dup, @Nullable FrameCache fanout) {
        ClientConnection to = connection;
        return to == null || services.writer().write(to, message, options, packetId, dup, fanout);
    }

    /// Sends a packet, if there is a connection.
    public void send(Packet packet) {
        if (connection != null) {
            connection.send(packet);
        }
    }

    /// Sends PUBREL, if there is a connection.
    void sendPubRel(int packetId) {
        if (connection != null) {
            connection.ack(PUBREL, packetId);
        }
    }

    void dropped(Message message, DropReason reason) {
        context().dropped(instance(), clientId, peer(), message.topic().toString(), reason, 1);
    }

    /// Messages that are not in memory were dropped.
    void dropped(int count, DropReason reason) {
        context().dropped(instance(), clientId, peer(), "", reason, count);
    }

    /// A message of the client may be acknowledged.
    public void settled(PendingPublish publish) {
        if (inboundQos2 != null && publish.qos() == QoS.EXACTLY_ONCE) {
            inboundQos2.settled(publish);
            if (ended) {
                store.completed(publish.packetId()); // written behind the end of the session, it would stay
            }
        }
    }

    /// Whether nothing that was begun with this client waits for an acknowledgement.
    public boolean settled() {
        ClientConnection present = connection;
        return inFlight() == 0
                && (inboundQos2 == null || inboundQos2.size() == 0)
                && (present == null || present.acks().isEmpty());
    }

    SessionServices services() {
        return services;
    }

    private ShardContext context() {
        return services.context();
    }

    public InstanceShard home() {
        return home;
    }

    @Override
    public SessionStore store() {
        return store;
    }

    public SubscriptionTable subscriptions() {
        return subscriptions;
    }

    public SessionDeadlines deadlines() {
        return deadlines;
    }

    @Nullable
    public ClientConnection connection() {
        return connection;
    }

    public ClientLimits limits() {
        return limits;
    }

    public ClientPolicy policy() {
        return policy;
    }

    @Override
    Outbound newOutbound(@Nullable RestingInbox rest) {
        return new Outbound(this, rest);
    }

    /// The session ends. What is still under way to it does not reach it any more.
    ///
    /// @return its outbound messages, null when it never had any
    @Nullable
    Outbound end() {
        ended = true;
        return takeOutbound();
    }

    /// Another node goes on with what the store has of the session.
    void forget() {
        deadlines.forget();
        Outbound outbound = end();
        if (outbound != null) {
            outbound.forget();
        }
    }

    public InboundQos2 inboundQos2() {
        InboundQos2 present = inboundQos2;
        if (present == null) {
            present = new InboundQos2();
            inboundQos2 = present;
        }
        return present;
    }

    /// Messages that the client has sent and not released, for its send window.
    int unreleased() {
        return inboundQos2 == null ? 0 : inboundQos2.size();
    }

    /// Life after the connection in seconds; [SessionDeadlines#FOR_EVER] without end.
    long expirySeconds() {
        return deadlines.expirySeconds();
    }

    /// Whether it was made to outlive its connection.
    boolean outlivesConnection() {
        return outlivesConnection;
    }

    public void cleanSession(boolean clean) {
        cleanSession = clean;
    }

    @Override
    public int shard() {
        return context().index();
    }

    @Override
    public boolean connected() {
        return connection != null;
    }

    @Override
    public String instance() {
        return home.instance().name();
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public Version version() {
        return limits.version();
    }

    @Override
    public Peer peer() {
        return connection == null ? Peer.NONE : connection.peer();
    }

    @Override
    public boolean cleanSession() {
        return cleanSession;
    }

    @Override
    public boolean ordered() {
        return connection != null && connection.ordered();
    }

    @Override
    public void ordered(boolean on) {
        if (connection != null) {
            connection.ordered(on);
        }
    }

    @Override
    public void send(Topic topic, byte[] payload, QoS qos) {
        if (connection != null) {
            deliver(Message.ofServer(topic, payload, qos, false), DeliveryOptions.of(qos, false), null);
        }
    }

    @Override
    public void disconnect(ReasonCode reason, String why) {
        services.lifecycle().end(this, reason, why, true, true);
    }

    @Override
    public int recheck() {
        return services.subscriptions().recheck(this);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        if (connection != null) {
            connection.after(delay, task);
        }
    }

    @Override
    public Executor executor() {
        return context().loop();
    }

    @Override
    public String toString() {
        return "client " + clientId + " of instance " + instance();
    }
}
