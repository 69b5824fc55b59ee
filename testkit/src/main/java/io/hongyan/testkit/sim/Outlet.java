package io.hongyan.testkit.sim;

import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.codec.topic.Topic;
import io.hongyan.testkit.sim.world.RandomStream;
import java.util.ArrayList;
import java.util.List;

/// A rule of a simulated service, and whether somebody takes what it keeps.
///
/// @param level topics with this level are its
/// @param limits of its outbox; when they are low, somebody takes out of it
/// @param drained whether a consumer takes out of its outbox; if not, everything stays
/// @param storesQos0 whether its outbox has messages of QoS 0, too
record Outlet(OutboxKey key, String level, OutboxLimits limits, boolean drained, boolean storesQos0) {
    /// More bytes than a message has, which otherwise would never be taken.
    private static final int LARGEST = 4_096;

    /// Those of a run, of which the seed decides: none, a rule for `a` and what is below it, or a second one beside it
    /// that has some of its topics.
    static List<Outlet> of(long seed) {
        RandomStream random = new RandomStream(seed, "outlets");
        List<Outlet> all = new ArrayList<>();
        all.add(draw("rule", "a", random));
        if (random.chance(50)) {
            all.add(draw("second", random.oneOf(List.of("a", "b", "d")), random));
        }
        return List.copyOf(all);
    }

    private static Outlet draw(String name, String level, RandomStream random) {
        boolean small = random.chance(40);
        boolean drained = small || random.chance(50);
        OutboxLimits usual = OutboxLimits.defaults();
        OutboxLimits limits = !small
                ? usual
                : random.nextBoolean()
                        ? new OutboxLimits(random.between(5, 100), usual.bytes())
                        : new OutboxLimits(usual.messages(), random.between(LARGEST, 2 * LARGEST));
        return new Outlet(new OutboxKey("simulation", name), level, limits, drained, random.chance(30));
    }

    /// Whether messages of that topic are sent on.
    boolean takes(Topic topic) {
        return List.of(topic.toString().split("/", -1)).contains(level);
    }

    /// Whether publishers may be refused because it is full.
    boolean mayFill() {
        return !limits.equals(OutboxLimits.defaults());
    }
}
