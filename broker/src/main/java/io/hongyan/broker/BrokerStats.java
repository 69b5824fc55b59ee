package io.hongyan.broker;

import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.InstanceTraffic;
import io.hongyan.broker.event.LatencyTotals;
import io.hongyan.broker.quota.ConnectionLimiter;
import io.hongyan.broker.quota.MemoryBudget;
import io.hongyan.broker.quota.StoreBudget;
import io.hongyan.broker.retained.RetainedMessages;
import io.hongyan.broker.route.Instance;
import io.hongyan.broker.shard.InstanceRegistry;
import io.hongyan.broker.shard.Shard;
import io.hongyan.codec.QoS;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// The broker's counters and gauges, summed over all shards. Any thread may ask; each answer is slightly old.
public final class BrokerStats {
    private final List<Shard> shards;
    private final InstanceRegistry instances;
    private final ConnectionLimiter limiter;
    private final MemoryBudget memory;
    private final StoreBudget disk;

    BrokerStats(
            List<Shard> shards,
            InstanceRegistry instances,
            ConnectionLimiter limiter,
            MemoryBudget memory,
            StoreBudget disk) {
        this.shards = shards;
        this.instances = instances;
        this.limiter = limiter;
        this.memory = memory;
        this.disk = disk;
    }

    /// The sum of a counter since the start.
    public long value(Counter counter) {
        long sum = 0;
        for (Shard shard : shards) {
            sum += shard.counters().value(counter);
        }
        return sum;
    }

    /// From PUBLISH read to PUBACK or PUBREC written, since the start.
    ///
    /// @param qos 1 or 2
    public LatencyTotals publishAnswers(QoS qos) {
        return LatencyTotals.sum(shards.stream()
                .map(shard -> shard.counters().publishAnswers(qos))
                .toList());
    }

    /// How late tasks of the shards ran that were due, since the start.
    public LatencyTotals delays() {
        return LatencyTotals.sum(
                shards.stream().map(shard -> shard.counters().delays()).toList());
    }

    /// The threads that own clients.
    public int shards() {
        return shards.size();
    }

    /// Open transport connections, before and after CONNECT.
    public long connections() {
        return limiter.connections();
    }

    /// Open transport connections at which the next is refused.
    public long maxConnections() {
        return limiter.maxConnections();
    }

    /// Sessions of all instances, with or without connection.
    public long sessions() {
        return instances.all().stream().mapToLong(i -> i.sessions().get()).sum();
    }

    /// Filters of all instances, shared ones included.
    public long subscriptions() {
        return instances.all().stream().mapToLong(i -> i.trie().size()).sum();
    }

    /// Filters of shared subscriptions.
    public long sharedSubscriptions() {
        return instances.all().stream().mapToLong(i -> i.trie().sharedSize()).sum();
    }

    /// Messages that clients of all instances have retained; not the values below `$SYS`.
    public long retainedMessages() {
        return instances.all().stream()
                .mapToLong(i -> i.retained().ofClients().count())
                .sum();
    }

    /// Bytes of these.
    public long retainedBytes() {
        return instances.all().stream()
                .mapToLong(i -> i.retained().ofClients().bytes())
                .sum();
    }

    /// Bytes that wait on disk.
    public long storedBytes() {
        return disk.usedBytes();
    }

    /// Messages that wait on disk; each receiver counts.
    public long storedMessages() {
        return disk.usedMessages();
    }

    /// Bytes that wait in queues in memory.
    public long queuedBytes() {
        return memory.used();
    }

    /// What each instance holds that has been used since the start, by name.
    public List<InstanceStats> byInstance() {
        return instances.all().stream()
                .sorted(Comparator.comparing(Instance::name))
                .map(BrokerStats::stats)
                .toList();
    }

    /// What one instance holds.
    public InstanceStats of(String instance) {
        return stats(instances.of(instance));
    }

    private static InstanceStats stats(Instance each) {
        RetainedMessages.OfClients retained = each.retained().ofClients();
        return new InstanceStats(
                each.name(),
                each.sessions().get(),
                each.trie().size(),
                retained.count(),
                retained.bytes(),
                each.queuedBytes().get(),
                each.connections().get(),
                sum(each, InstanceTraffic::messagesReceived),
                sum(each, InstanceTraffic::messagesSent),
                sum(each, InstanceTraffic::bytesReceived),
                sum(each, InstanceTraffic::bytesSent),
                sum(each, InstanceTraffic::weightedMessages));
    }

    /// [InstanceStats#weightedMessages] of each instance that has been used since the start, by name. It costs a look
    /// at one number of each shard, so that it can be asked for each second.
    public Map<String, Long> weightedMessages() {
        return instances.all().stream()
                .collect(Collectors.toMap(Instance::name, each -> sum(each, InstanceTraffic::weightedMessages)));
    }

    private static long sum(Instance instance, ToLongFunction<InstanceTraffic> count) {
        return instance.traffic().stream().mapToLong(count).sum();
    }

    /// The instances that have been used since the start, by name.
    public List<String> instances() {
        return instances.all().stream().map(Instance::name).sorted().toList();
    }
}
