package io.hongyan.broker;

import io.hongyan.broker.session.Session;
import io.hongyan.broker.shard.Shard;
import io.hongyan.broker.subscription.MatchResult;
import io.hongyan.broker.subscription.Receiver;
import io.hongyan.broker.subscription.SharedGroup;
import io.hongyan.broker.subscription.Target;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// Looks on one shard for the clients with the lowest ids whose filters match a topic. It works through a bounded
/// number of receivers, and then of filters, in a turn of the loop, however many there are.
///
/// Confined to its shard.
final class SubscriberSearch {
    private static final int STEPS_PER_TURN = 1000;

    private final Shard shard;
    private final Topic topic;
    private final String after;
    private final int most;
    private final CompletableFuture<List<SubscriberInfo>> answer;
    private final List<Target[]> receivers;
    private final TreeMap<String, Session> lowest = new TreeMap<>();
    private final List<SubscriberInfo> found = new ArrayList<>();
    private int array;
    private int index;

    private SubscriberSearch(
            Shard shard,
            Topic topic,
            String after,
            int most,
            List<Target[]> receivers,
            CompletableFuture<List<SubscriberInfo>> answer) {
        this.shard = shard;
        this.topic = topic;
        this.after = after;
        this.most = most;
        this.receivers = receivers;
        this.answer = answer;
    }

    /// The receivers on each shard. Members of shared groups stand there for all shards, whatever theirs is.
    static List<List<Target[]>> receivers(MatchResult matches, int shards) {
        List<Target[]> members = new ArrayList<>();
        for (SharedGroup group : matches.groups()) {
            members.add(group.members());
        }
        List<List<Target[]>> all = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            List<Target[]> own = new ArrayList<>(members);
            own.add(matches.of(shard));
            all.add(own);
        }
        return all;
    }

    /// Begins a search on that shard, from any thread.
    ///
    /// @param receivers may hold some of other shards
    /// @param after only ids above this one; empty for all
    /// @param most how many clients are wanted
    static CompletableFuture<List<SubscriberInfo>> on(
            Shard shard, Topic topic, List<Target[]> receivers, String after, int most) {
        CompletableFuture<List<SubscriberInfo>> answer = new CompletableFuture<>();
        shard.loop().execute(() -> new SubscriberSearch(shard, topic, after, most, receivers, answer).look());
        return answer;
    }

    private void look() {
        for (int i = 0; i < STEPS_PER_TURN && array < receivers.size(); i++) {
            Target[] targets = receivers.get(array);
            if (index < targets.length) {
                consider(targets[index++].receiver());
            } else {
                array++;
                index = 0;
            }
        }
        shard.loop().nextTurn(array < receivers.size() ? this::look : this::view);
    }

    private void consider(Receiver receiver) {
        if (receiver.shard() == shard.index()
                && receiver instanceof Session session
                && !session.ended()
                && session.clientId().compareTo(after) > 0) {
            lowest.put(session.clientId(), session);
            if (lowest.size() > most) {
                lowest.pollLastEntry();
            }
        }
    }

    private void view() {
        for (int steps = 0; steps < STEPS_PER_TURN && !lowest.isEmpty(); ) {
            Session session = lowest.pollFirstEntry().getValue();
            steps += 1 + session.subscriptions().size();
            view(session);
        }
        if (lowest.isEmpty()) {
            answer.complete(found);
        } else {
            shard.loop().nextTurn(this::view);
        }
    }

    private void view(Session session) {
        List<SubscriberInfo> own = new ArrayList<>();
        session.subscriptions().forEach((filter, route) -> {
            if (filter.matches(topic)) {
                own.add(new SubscriberInfo(session.clientId(), filter.text(), route.qos(), filter.isShared()));
            }
        });
        own.sort(Comparator.comparing(SubscriberInfo::filter));
        found.addAll(own);
    }
}
