package io.hongyan.broker.session;

import io.hongyan.broker.route.Instance;
import io.hongyan.broker.route.RouteCache;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One shard's part of a tenant: its sessions here, and the routes that it remembers.
///
/// Confined to its shard.
public final class Space {
    private static final int ROUTES_REMEMBERED = 8192;
    private static final int TARGETS_REMEMBERED = 1 << 20;

    private final Shard shard;
    private final Instance instance;
    private final RouteCache routes;

    /// Not for other threads: a walk over it may go on in a later turn, while sessions come and go.
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    Space(Shard shard, Instance instance) {
        this.shard = shard;
        this.instance = instance;
        this.routes = new RouteCache(instance.trie(), ROUTES_REMEMBERED, TARGETS_REMEMBERED);
    }

    public Shard shard() {
        return shard;
    }

    public Instance instance() {
        return instance;
    }

    /// The session of that client, with or without connection, or null.
    public @Nullable Session session(String clientId) {
        return sessions.get(clientId);
    }

    /// All sessions. An iterator lives through changes: it meets each session that is there all the time once.
    public Collection<Session> sessions() {
        return sessions.values();
    }

    RouteCache routes() {
        return routes;
    }

    void add(Session session) {
        sessions.put(session.clientId(), session);
        instance.sessions().incrementAndGet();
    }

    void remove(Session session) {
        if (sessions.remove(session.clientId(), session)) {
            instance.sessions().decrementAndGet();
        }
    }
}
