package io.hongyan.testkit.sim.world;

import java.util.List;
import java.util.random.RandomGenerator;

/// Random numbers that only the seed decides (SplitMix64). Each part of a simulation has a stream of its own, so that
/// one operation less changes the others as little as possible.
public final class RandomStream implements RandomGenerator {
    private static final long GAMMA = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    public RandomStream(long seed) {
        this.state = mix(seed + GAMMA);
    }

    /// The stream of that name.
    public RandomStream(long seed, String name) {
        this(seed ^ mix(name.hashCode() * GAMMA));
    }

    @Override
    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    /// True with that probability, in percent.
    public boolean chance(int percent) {
        return nextInt(100) < percent;
    }

    /// A number from `low` to `high`, both included.
    public int between(int low, int high) {
        return low + nextInt(high - low + 1);
    }

    /// One of them.
    public <T> T oneOf(List<T> choices) {
        return choices.get(nextInt(choices.size()));
    }

    /// A time from 0 to `most`, mostly much shorter.
    public long shortTime(long most) {
        long bound = most >> nextInt(12);
        return bound <= 0 ? 0 : nextLong(bound + 1);
    }
}
