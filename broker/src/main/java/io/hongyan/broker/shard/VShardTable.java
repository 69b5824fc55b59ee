package io.hongyan.broker.shard;

import io.hongyan.broker.context.ErrorReporter;
import io.hongyan.broker.store.RecoveredRetained;
import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.VShard;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The virtual shards of one shard: which of them are open, and who waits for one that is still being read.
///
/// Confined to its shard.
final class VShardTable {
    private final ErrorReporter errors;
    private final BitSet open = new BitSet(VShard.COUNT);
    private final Map<Integer, List<Runnable>> waiting = new HashMap<>();

    /// Who reads them now; another one when one was closed meanwhile, and is taken over again.
    private final Map<Integer, ShardStore.Acquisition> reading = new HashMap<>();

    private boolean ready;

    VShardTable(ErrorReporter errors) {
        this.errors = errors;
    }

    /// Takes a virtual shard over. A session that cannot be brought back stays in the store, and is told as an error;
    /// the others come back.
    ///
    /// @param sink gets its sessions
    /// @param retained gets its retained messages, unless it is closed meanwhile
    /// @param opened runs when all of them were given
    void acquire(
            int vshard,
            ShardStore store,
            Consumer<RecoveredSession> sink,
            Consumer<List<RecoveredRetained>> retained,
            Runnable opened) {
        ShardStore.Acquisition acquisition = new ShardStore.Acquisition() {
            @Override
            public void page(List<RecoveredSession> sessions) {
                for (RecoveredSession session : sessions) {
                    errors.guard(() -> "bringing back " + session.session().key(), () -> sink.accept(session));
                }
            }

            @Override
            public void retained(List<RecoveredRetained> messages) {
                if (equals(reading.get(vshard))) {
                    errors.guard(
                            () -> "bringing back retained messages of virtual shard " + vshard,
                            () -> retained.accept(messages));
                }
            }

            @Override
            public void opened() {
                if (reading.remove(vshard, this)) {
                    open.set(vshard);
                }
                opened.run();
                runWaiting(vshard);
            }
        };
        reading.put(vshard, acquisition);
        store.acquire(vshard, acquisition);
    }

    /// Whether all of a virtual shard is here.
    boolean isOpen(int vshard) {
        return open.get(vshard);
    }

    /// Lets nobody in any more by these virtual shards. Who waits for one of them goes on, and must ask again who owns
    /// it.
    void close(BitSet vshards) {
        open.andNot(vshards);
        reading.keySet().removeIf(vshards::get);
        vshards.stream().forEach(vshard -> run(vshard, waiting.remove(vshard)));
    }

    /// All virtual shards of all shards have been read once: a message that is published now finds its receivers.
    void ready() {
        ready = true;
        List.copyOf(waiting.keySet()).forEach(this::runWaiting);
    }

    private void runWaiting(int vshard) {
        if (ready && open.get(vshard)) {
            run(vshard, waiting.remove(vshard));
        }
    }

    private void run(int vshard, @Nullable List<Runnable> tasks) {
        if (tasks != null) {
            tasks.forEach(task -> errors.guard("going on after virtual shard " + vshard + " was read", task));
        }
    }

    /// Runs the task when the virtual shard is open, and the broker is ready: at once if they are.
    void whenOpen(int vshard, Runnable task) {
        if (ready && open.get(vshard)) {
            task.run();
        } else {
            waiting.computeIfAbsent(vshard, _ -> new ArrayList<>()).add(task);
        }
    }
}
