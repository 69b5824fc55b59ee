package io.hongyan.cluster.node;

import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.route.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// What one shard does about the virtual shards that this node owns: it takes them over, serves them, and gives them
/// up. Of each one thing is done at a time, and the next when it is finished, whatever was heard meanwhile.
///
/// Confined to the shard.
final class VShardDuties {
    /// Those that are to leave are gathered for so long, since each walk visits all sessions.
    private static final Duration GATHER = Duration.ofMillis(50);

    private final LocalShard shard;
    private final Routes routes;
    private final Released released;
    private final State[] states = new State[VShard.COUNT];

    /// The epoch by which it is owned now; 0 for none.
    private final long[] owned = new long[VShard.COUNT];

    /// The epoch by which it was taken over.
    private final long[] taken = new long[VShard.COUNT];

    private final BitSet toLeave = new BitSet();
    private final List<Runnable> whenEmpty = new ArrayList<>();
    private boolean ending;

    /// Hears of virtual shards of which nothing is left here.
    @FunctionalInterface
    interface Released {
        void released(int vshard, long epoch);
    }

    private enum State {
        /// Nothing of it is here.
        AWAY,
        /// Its sessions come from the store.
        COMING,
        /// It is served.
        HERE,
        /// Its sessions go.
        GOING
    }

    VShardDuties(LocalShard shard, Routes routes, Released released) {
        this.shard = shard;
        this.routes = routes;
        this.released = released;
        Arrays.fill(states, State.AWAY);
        shard.loop().every(GATHER, this::leave);
    }

    /// This node owns it from now on.
    void acquired(int vshard, long epoch) {
        owned[vshard] = epoch;
        if (states[vshard] == State.AWAY) {
            take(vshard);
        }
    }

    private void take(int vshard) {
        if (ending) {
            return;
        }
        states[vshard] = State.COMING;
        taken[vshard] = owned[vshard];
        shard.acquire(vshard, () -> here(vshard));
    }

    private void here(int vshard) {
        states[vshard] = State.HERE;
        if (owned[vshard] != taken[vshard]) {
            BitSet lost = new BitSet();
            lost.set(vshard);
            abandon(lost, "this node has lost its lease");
            return;
        }
        routes.begun(vshard, taken[vshard]);
        if (ending || toLeave.get(vshard)) {
            toLeave.set(vshard);
        }
    }

    /// Another node is to have it.
    void leaving(int vshard, long epoch) {
        if (owned[vshard] != epoch) {
            return;
        }
        switch (states[vshard]) {
            case AWAY, GOING -> {
                owned[vshard] = 0;
                released.released(vshard, epoch);
            }
            case COMING, HERE -> toLeave.set(vshard);
        }
    }

    private void leave() {
        if (toLeave.isEmpty()) {
            return;
        }
        BitSet now = new BitSet();
        toLeave.stream().filter(vshard -> states[vshard] == State.HERE).forEach(now::set);
        toLeave.andNot(now);
        if (!now.isEmpty()) {
            going(now);
            shard.release(now, () -> gone(now));
        }
    }

    /// Others are told before anything of them goes.
    private void going(BitSet vshards) {
        vshards.stream().forEach(vshard -> {
            states[vshard] = State.GOING;
            routes.ended(vshard);
        });
    }

    private void gone(BitSet vshards) {
        vshards.stream().forEach(vshard -> {
            states[vshard] = State.AWAY;
            long epoch = taken[vshard];
            if (owned[vshard] == epoch) {
                owned[vshard] = 0;
                released.released(vshard, epoch);
            } else if (owned[vshard] != 0) {
                take(vshard);
            }
        });
        tellEmpty();
    }

    /// The lease is over: another node may own them by now.
    ///
    /// @param why for the clients
    void lost(String why) {
        BitSet here = new BitSet();
        for (int vshard = 0; vshard < VShard.COUNT; vshard++) {
            owned[vshard] = 0;
            if (states[vshard] == State.HERE) {
                here.set(vshard);
            }
        }
        toLeave.clear();
        if (!here.isEmpty()) {
            abandon(here, why);
        }
    }

    private void abandon(BitSet vshards, String why) {
        going(vshards);
        shard.abandon(vshards, why, () -> gone(vshards));
    }

    /// The node leaves: all are given up, and none is taken any more.
    ///
    /// @param empty runs when nothing is left here
    void leaveAll(Runnable empty) {
        ending = true;
        whenEmpty.add(empty);
        for (int vshard = 0; vshard < VShard.COUNT; vshard++) {
            if (states[vshard] == State.HERE) {
                toLeave.set(vshard);
            }
        }
        leave();
        tellEmpty();
    }

    private void tellEmpty() {
        if (whenEmpty.isEmpty()) {
            return;
        }
        for (State state : states) {
            if (state != State.AWAY) {
                return;
            }
        }
        List<Runnable> all = List.copyOf(whenEmpty);
        whenEmpty.clear();
        all.forEach(Runnable::run);
    }

    /// How many are served.
    int served() {
        int count = 0;
        for (State state : states) {
            count += state == State.HERE ? 1 : 0;
        }
        return count;
    }
}
