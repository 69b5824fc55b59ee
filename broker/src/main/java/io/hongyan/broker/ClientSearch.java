package io.hongyan.broker;

import io.hongyan.broker.session.Session;
import io.hongyan.broker.shard.Shard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/// Looks for the clients of an instance with the lowest ids on one shard. It works through a bounded number of sessions
/// in a turn of the loop, however many there are, and keeps no more of them than are wanted. Clients that come or go
/// while it looks may be found or not.
///
/// Confined to its shard.
final class ClientSearch {
    /// Sessions looked at in one turn.
    static final int SESSIONS_PER_TURN = 1000;

    private final Shard shard;
    private final ClientQuery query;
    private final Iterator<Session> sessions;
    private final CompletableFuture<List<ClientInfo>> answer;
    private final List<ClientInfo> views = new ArrayList<>();

    /// The lowest ids so far, the highest of them first.
    private final PriorityQueue<Session> lowest =
            new PriorityQueue<>(Comparator.comparing(Session::clientId).reversed());

    private ClientSearch(Shard shard, String instance, ClientQuery query, CompletableFuture<List<ClientInfo>> answer) {
        this.shard = shard;
        this.query = query;
        this.sessions = shard.sessions(instance).iterator();
        this.answer = answer;
    }

    /// Begins a search on that shard, from any thread.
    static CompletableFuture<List<ClientInfo>> on(Shard shard, String instance, ClientQuery query) {
        CompletableFuture<List<ClientInfo>> answer = new CompletableFuture<>();
        shard.loop().execute(() -> new ClientSearch(shard, instance, query, answer).look());
        return answer;
    }

    private void look() {
        for (int i = 0; i < SESSIONS_PER_TURN && sessions.hasNext(); i++) {
            consider(sessions.next());
        }
        shard.loop().nextTurn(sessions.hasNext() ? this::look : this::view);
    }

    private void consider(Session session) {
        if (!query.fits(session)) {
            return;
        }
        if (lowest.size() < query.most()) {
            lowest.add(session);
        } else if (session.clientId().compareTo(lowest.element().clientId()) < 0) {
            lowest.remove();
            lowest.add(session);
        }
    }

    private void view() {
        for (int i = 0; i < SESSIONS_PER_TURN && !lowest.isEmpty(); i++) {
            views.add(ClientInfo.of(lowest.remove()));
        }
        if (lowest.isEmpty()) {
            answer.complete(views);
        } else {
            shard.loop().nextTurn(this::view);
        }
    }
}
