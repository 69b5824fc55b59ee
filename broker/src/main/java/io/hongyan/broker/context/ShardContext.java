package io.hongyan.broker.context;

import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.Counters;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.event.Watchpoint;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.node.OtherNodes;
import io.hongyan.broker.quota.MemoryBudget;
import io.hongyan.broker.quota.StoreBudget;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.transport.Loop;
import io.hongyan.transport.Peer;
import java.util.random.RandomGenerator;

/// The infrastructure of one shard.
///
/// @param index of the shard, from 0
/// @param loop the thread that everything of the shard runs on
/// @param memory bytes that wait in memory, of all shards
/// @param disk what waits on disk, of all shards
/// @param watchpoint asked for each packet, of all shards
/// @param nodes the other nodes of the cluster; of a broker alone, nobody
public record ShardContext(
        int index,
        Loop loop,
        BrokerConfig config,
        Clock clock,
        RandomGenerator random,
        EventSink events,
        Counters counters,
        ErrorReporter errors,
        Timers timers,
        ShardStore store,
        MemoryBudget memory,
        StoreBudget disk,
        Watchpoint watchpoint,
        OtherNodes nodes) {

    /// Tells a fact. Any thread.
    public void event(BrokerEvent event) {
        events.on(event);
    }

    /// Counts messages that did not reach a receiver, and tells it.
    ///
    /// @param topic empty when the messages are not in memory
    /// @param count 1 or more
    public void dropped(String instance, String clientId, String topic, DropReason reason, int count) {
        dropped(instance, clientId, Peer.NONE, topic, reason, count);
    }

    /// The same for a receiver that may be connected.
    public void dropped(String instance, String clientId, Peer peer, String topic, DropReason reason, int count) {
        counters.add(Counter.MESSAGES_DROPPED, count);
        event(new BrokerEvent.Dropped(instance, clientId, peer, topic, reason, count));
    }

    /// Runs the task on this shard: at once when the caller is there. Any thread.
    public void run(Runnable task) {
        if (loop.inLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
