package io.hongyan.broker.route;

import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.InstanceTraffic;
import io.hongyan.broker.event.TopicTraffic;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.quota.StoreBudget;
import io.hongyan.broker.retained.RetainedMessages;
import io.hongyan.broker.subscription.FilterListener;
import io.hongyan.broker.subscription.SubscriptionTrie;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// One tenant's topic space: who listens to what, and what is retained. Any thread.
public final class Instance {
    private final String name;
    private final SubscriptionTrie trie;
    private final RetainedMessages retained;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final StoreBudget.Used stored = new StoreBudget.Used();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<InstanceTraffic> traffic;
    private volatile List<TopicTraffic> watched = List.of();
    private volatile boolean ended;

    /// @param filters hears by which filters it has subscribers
    public Instance(String name, int shards, BrokerConfig config, Clock clock, FilterListener filters) {
        this.name = name;
        this.trie = new SubscriptionTrie(shards, filters);
        this.retained = new RetainedMessages(name, config.retained(), clock);
        this.traffic = Stream.generate(InstanceTraffic::new).limit(shards).toList();
    }

    public String name() {
        return name;
    }

    public SubscriptionTrie trie() {
        return trie;
    }

    /// The instance is being deleted: its retained messages go, and no more are taken.
    public void end() {
        ended = true;
        retained.end();
    }

    /// Whether it is being deleted.
    public boolean ended() {
        return ended;
    }

    public RetainedMessages retained() {
        return retained;
    }

    /// Bytes that wait in the queues of its sessions.
    public AtomicLong queuedBytes() {
        return queuedBytes;
    }

    /// What waits on disk for its sessions.
    public StoreBudget.Used stored() {
        return stored;
    }

    /// Its sessions, with or without connection.
    public AtomicInteger sessions() {
        return sessions;
    }

    /// Its sessions that have a connection.
    public AtomicInteger connections() {
        return connections;
    }

    /// The first levels of topics whose messages are counted: nearly always none.
    public List<TopicTraffic> watched() {
        return watched;
    }

    /// Counts the messages of these first levels from now on, and of no other. Those that are counted already go on.
    public void watch(Set<String> parents) {
        List<TopicTraffic> before = watched;
        if (!before.isEmpty() || !parents.isEmpty()) {
            watched = parents.stream().map(parent -> counted(before, parent)).toList();
        }
    }

    private TopicTraffic counted(List<TopicTraffic> before, String parent) {
        return before.stream()
                .filter(each -> each.parent().equals(parent))
                .findFirst()
                .orElseGet(() -> new TopicTraffic(parent, traffic.size()));
    }

    /// What its clients sent and got, by the index of the shard that counts.
    public List<InstanceTraffic> traffic() {
        return traffic;
    }
}
