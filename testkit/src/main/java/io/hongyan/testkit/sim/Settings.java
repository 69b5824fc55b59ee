package io.hongyan.testkit.sim;

import io.hongyan.broker.auth.Reaction;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.ConnectionLimits;
import io.hongyan.broker.config.MemoryLimits;
import io.hongyan.broker.config.OverflowPolicy;
import io.hongyan.broker.config.ProtocolLimits;
import io.hongyan.broker.config.RetainedLimits;
import io.hongyan.broker.config.SessionLimits;
import io.hongyan.broker.config.SharedSubscriptionStrategy;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.codec.QoS;
import io.hongyan.testkit.sim.model.Promises;
import io.hongyan.testkit.sim.world.DiskTiming;
import io.hongyan.testkit.sim.world.LoopTiming;
import io.hongyan.testkit.sim.world.NetworkTiming;
import io.hongyan.testkit.sim.world.RandomStream;
import java.time.Duration;
import java.util.List;

/// The settings of one run.
///
/// @param seed of everything random while it runs
/// @param shards of the broker, 1 to 8
/// @param durable whether the broker has a disk
/// @param clients of each instance, 1 to 8
/// @param instances 1 or 2
/// @param maxInflight unacknowledged messages of one client at most
/// @param maxQueuedMessages waiting messages of one session at most
/// @param onFull what goes when a queue is full
/// @param receiveMaximum unacknowledged publishes that the broker accepts from one client
/// @param memoryBytes bytes that may wait in memory
/// @param storedMessages messages that may wait on disk
/// @param backlogBytes what may wait for one connection
/// @param refusedPublish what happens to a 3.x client whose publish is refused
/// @param sharedStrategy how a member of a shared subscription is chosen
/// @param direct whether topics below `p2p/` go to the client that they name
/// @param authMicros the longest time that an authentication takes; 0 for none at all
/// @param delayMicros the longest way through the network
/// @param windowBytes what the network takes for a client that does not read
/// @param highWaterBytes what waits in the broker before a connection counts as slow
/// @param syncMicros the longest write of the disk
/// @param readMicros the longest read of the disk
/// @param congestedBytes bytes that wait for the disk before it counts as congested
/// @param wakeMicros the longest time until a loop takes its turn
/// @param turnMicros the longest turn of a loop
/// @param turnTasks tasks of one turn at most
/// @param readsFirst how often a loop reads before it runs tasks, of a hundred
public record Settings(
        long seed,
        int shards,
        boolean durable,
        int clients,
        int instances,
        int maxInflight,
        int maxQueuedMessages,
        OverflowPolicy onFull,
        int receiveMaximum,
        long memoryBytes,
        long storedMessages,
        int backlogBytes,
        Reaction refusedPublish,
        SharedSubscriptionStrategy sharedStrategy,
        boolean direct,
        int authMicros,
        int delayMicros,
        int windowBytes,
        int highWaterBytes,
        int syncMicros,
        int readMicros,
        long congestedBytes,
        int wakeMicros,
        int turnMicros,
        int turnTasks,
        int readsFirst) {
    /// Longest life of a session without connection.
    static final Duration MAX_EXPIRY = Duration.ofHours(1);

    /// Where direct messages go.
    static final String DIRECT_PREFIX = "p2p/";

    static final long PLENTY = 1L << 30;

    private static final int IDLE_MICROS = 5_000;

    /// The rules that send on what clients publish. The seed decides.
    List<Outlet> outlets() {
        return durable && new RandomStream(seed, "rules").nextBoolean() ? Outlet.of(seed) : List.of();
    }

    BrokerConfig config() {
        ProtocolLimits usual = ProtocolLimits.defaults();
        ProtocolLimits protocol = new ProtocolLimits(
                usual.connectTimeout(),
                usual.maxConnectBytes(),
                usual.maxPacketBytes(),
                receiveMaximum,
                8,
                4,
                usual.maxTopicLevels(),
                0,
                QoS.EXACTLY_ONCE,
                true,
                true,
                usual.maxFiltersPerPacket(),
                "");
        SessionLimits session =
                new SessionLimits(MAX_EXPIRY, maxInflight, maxQueuedMessages, 64 << 20, onFull, 10_000, 10_000);
        return new BrokerConfig(
                shards,
                protocol,
                session,
                new MemoryLimits(backlogBytes, memoryBytes, memoryBytes),
                new StoreLimits(PLENTY, PLENTY, storedMessages, Duration.ofDays(3)),
                new RetainedLimits(100_000, PLENTY),
                new ConnectionLimits(100_000, 0, 0, 0),
                sharedStrategy,
                Duration.ZERO,
                Duration.ofSeconds(2));
    }

    Promises promises() {
        return new Promises(
                durable,
                MAX_EXPIRY.toSeconds(),
                maxQueuedMessages < 100_000,
                memoryBytes < PLENTY || storedMessages < PLENTY,
                congestedBytes < PLENTY,
                outlets().stream().anyMatch(Outlet::mayFill),
                onFull == OverflowPolicy.DISCONNECT,
                refusedPublish == Reaction.CLOSE,
                direct ? DIRECT_PREFIX : "");
    }

    LoopTiming loops() {
        return new LoopTiming(wakeMicros, turnMicros, turnTasks, readsFirst);
    }

    NetworkTiming network() {
        return new NetworkTiming(delayMicros, windowBytes, highWaterBytes);
    }

    DiskTiming disk() {
        return new DiskTiming(IDLE_MICROS, syncMicros, readMicros, congestedBytes);
    }
}
