package io.hongyan.broker.session;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.context.Timers;
import io.hongyan.broker.event.InstanceTraffic;
import io.hongyan.broker.event.TopicTraffic;
import io.hongyan.broker.inbox.InboxAccount;
import io.hongyan.broker.route.Instance;
import io.hongyan.broker.subscription.MatchCache;
import io.hongyan.broker.top.Busiest;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One instance on one shard: its sessions here, and the routes that the shard remembers.
///
/// Confined to its shard.
public final class InstanceShard {
    private static final int ROUTES_REMEMBERED = 8192;
    private static final int TARGETS_REMEMBERED = 1 << 20;

    private final Instance instance;
    private final MatchCache routes;
    private final InboxAccount inboxes;
    private final int index;
    private final InstanceTraffic traffic;
    private final Busiest busiest;
    private final Timers timers;

    /// Not for other threads: a walk over it may go on in a later turn, while sessions come and go.
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    public InstanceShard(ShardContext context, Instance instance) {
        this.instance = instance;
        this.routes = new MatchCache(instance.trie(), ROUTES_REMEMBERED, TARGETS_REMEMBERED);
        this.inboxes = new InboxAccount(
                context.config().session(),
                context.memory(),
                instance.queuedBytes(),
                context.disk(),
                instance.stored(),
                context.counters(),
                context.clock());
        this.index = context.index();
        this.traffic = instance.traffic().get(index);
        this.timers = context.timers();
        this.busiest = new Busiest(timers.now());
    }

    public Instance instance() {
        return instance;
    }

    /// The session of that client, with or without connection, or null.
    @Nullable
    public Session session(String clientId) {
        return sessions.get(clientId);
    }

    /// All sessions. An iterator lives through changes: it meets each session that is there all the time once.
    public Collection<Session> sessions() {
        return sessions.values();
    }

    public MatchCache routes() {
        return routes;
    }

    /// A client published a message that was accepted.
    void published(Session from, Topic topic, QoS qos, int payloadBytes) {
        traffic.received(payloadBytes, qos, from.cleanSession());
        busiest.published(from.clientId(), topic, payloadBytes, timers.now());
        for (TopicTraffic watched : instance.watched()) {
            watched.received(index, topic.utf8());
        }
    }

    /// A message was sent to a client.
    void sent(Session to, Topic topic, QoS qos, int payloadBytes) {
        traffic.sent(payloadBytes, qos, to.cleanSession());
        for (TopicTraffic watched : instance.watched()) {
            watched.sent(index, topic.utf8());
        }
    }

    /// The clients that publish most, and the topics that are used most.
    public Busiest.View busiest() {
        return busiest.view(timers.now());
    }

    InboxAccount inboxes() {
        return inboxes;
    }

    public void add(Session session) {
        sessions.put(session.clientId(), session);
        instance.sessions().incrementAndGet();
    }

    public void remove(Session session) {
        if (sessions.remove(session.clientId(), session)) {
            instance.sessions().decrementAndGet();
        }
    }
}
