package io.hongyan.broker.session;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.node.OtherNodes;
import io.hongyan.broker.route.ShardDispatcher;
import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Takes nothing more from publishers while too much is under way to other shards and nodes.
///
/// Confined to its shard.
public final class PublisherBackpressure {
    private static final double LITTLE_ROOM = 0.1;
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final int own;
    private final List<? extends Loop> loops;
    private final ShardDispatcher dispatcher;
    private final OtherNodes nodes;
    private final ArrayList<ClientConnection> paused = new ArrayList<>();

    public PublisherBackpressure(int own, List<? extends Loop> loops, ShardDispatcher dispatcher, OtherNodes nodes) {
        this.own = own;
        this.loops = loops;
        this.dispatcher = dispatcher;
        this.nodes = nodes;
    }

    /// Pauses a publisher if too much is under way.
    void check(ClientConnection publisher) {
        if (!(dispatcher.congested() || nodes.congested()) || !publisher.isCurrent()) {
            return;
        }
        publisher.pauseReading();
        if (paused.isEmpty()) {
            loops.get(own).execute(this::resume);
        }
        paused.add(publisher);
    }

    /// Pauses the publisher of a message for a moment when one of its rules has little room left, so that the other
    /// system may catch up before publishers must be refused.
    void slow(ClientConnection publisher, List<OutboundRule> rules) {
        if (publisher.isCurrent() && rules.stream().anyMatch(rule -> rule.room() < LITTLE_ROOM)) {
            publisher.pauseReading();
            publisher.after(MOMENT, publisher::resumeReading);
        }
    }

    /// Goes by way of another shard, which by then has done what was sent to it before.
    private void resume() {
        if (nodes.congested()) {
            loops.get(own).shortly(this::resume);
            return;
        }
        if (dispatcher.congested()) {
            loops.get((own + 1) % loops.size()).execute(() -> loops.get(own).execute(this::resume));
            return;
        }
        ArrayList<ClientConnection> all = new ArrayList<>(paused);
        paused.clear();
        for (ClientConnection publisher : all) {
            if (publisher.isCurrent()) {
                publisher.resumeReading();
            }
        }
    }
}
