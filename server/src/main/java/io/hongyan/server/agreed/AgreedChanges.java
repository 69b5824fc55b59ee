package io.hongyan.server.agreed;

import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.record.RecordKind;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Change;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.agree.WatchListener;
import io.hongyan.cluster.thread.ClusterThread;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Tells the other nodes of a cluster which rows were changed, and hears it from them: each node has one key in the
/// agreement for each kind of row, with how many changes it has told since its start, and the last of them. Whoever has
/// missed more than these takes any row of the kind for changed.
///
/// [#tell] may be called on any thread. Listeners are called on the thread that is given, to which what is heard is
/// confined.
final class AgreedChanges implements RecordChanges, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AgreedChanges.class.getName());
    private static final int AGAIN_MILLIS = 1_000;

    private final String node;
    private final ClusterThread hearing;
    private final Map<RecordKind, ToldChanges> told = new EnumMap<>(RecordKind.class);
    private final Map<RecordKind, List<Listener>> listeners = new EnumMap<>(RecordKind.class);
    private final Agreement.Watch watch;

    /// How far each key of another node was heard.
    private final Map<String, ChangesValue> heard = new HashMap<>();

    private boolean begun;

    /// Hears from now on.
    ///
    /// @param start another one at each start of the node
    /// @param hearing may wait for the store
    AgreedChanges(Agreement agreement, String node, String start, ClusterThread hearing) {
        this.node = node;
        this.hearing = hearing;
        for (RecordKind kind : RecordKind.values()) {
            told.put(kind, new ToldChanges(agreement, ChangesValue.key(kind, node), start, hearing));
            listeners.put(kind, new CopyOnWriteArrayList<>());
        }
        watch = agreement.watch(ChangesValue.ALL, new Hearing());
    }

    @Override
    public void tell(RecordKind kind, String... names) {
        of(told, kind).add(List.of(names));
    }

    @Override
    public void listen(RecordKind kind, Listener listener) {
        of(listeners, kind).add(listener);
    }

    private static <T> T of(Map<RecordKind, T> map, RecordKind kind) {
        T value = map.get(kind);
        if (value == null) {
            throw new IllegalStateException("there is nothing for " + kind);
        }
        return value;
    }

    /// A node has left, perhaps between a change and the word of it: anything may have changed. Any thread.
    void doubt() {
        hearing.execute(() -> {
            for (RecordKind kind : RecordKind.values()) {
                give(kind, Listener::everything);
            }
        });
    }

    private void hear(Entry entry, boolean maybeMissed) {
        RecordKind kind = ChangesValue.kindOf(entry.key());
        ChangesValue now = kind == null || ChangesValue.isOf(entry.key(), node) ? null : ChangesValue.read(entry);
        if (kind == null || now == null) {
            return;
        }
        ChangesValue before = heard.put(entry.key(), now);
        if (!begun) {
            return;
        }
        List<List<String>> news = now.since(before, maybeMissed);
        if (news == null) {
            give(kind, Listener::everything);
        } else {
            news.forEach(names -> give(kind, listener -> listener.changed(names)));
        }
    }

    /// A listener that fails is told again, as of anything: what it keeps may be old until then.
    private void give(RecordKind kind, Consumer<Listener> what) {
        for (Listener listener : of(listeners, kind)) {
            give(kind, listener, what);
        }
    }

    private void give(RecordKind kind, Listener listener, Consumer<Listener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "a change of {0} by another node is looked at again soon: {1}",
                    kind.word(),
                    e.toString());
            hearing.later(AGAIN_MILLIS, () -> give(kind, listener, Listener::everything));
        }
    }

    /// Nothing is heard or told any more.
    @Override
    public void close() {
        watch.close();
        told.values().forEach(ToldChanges::close);
    }

    /// Takes what is watched to the thread that is given.
    private final class Hearing implements WatchListener {
        @Override
        public void snapshot(Range all) {
            hearing.execute(() -> {
                all.entries().forEach(entry -> hear(entry, true));
                if (!begun) {
                    begun = true;
                    doubt(); // whoever has read rows already may have read old ones
                }
            });
        }

        @Override
        public void changed(List<Change> changes, long revision) {
            hearing.execute(() -> changes.forEach(change -> {
                if (change instanceof Change.Put(Entry entry)) {
                    hear(entry, false);
                }
            }));
        }

        @Override
        public void broken(String why) {
            LOG.log(Level.DEBUG, "changes of rows by other nodes are not heard until etcd answers again: {0}", why);
        }
    }
}
