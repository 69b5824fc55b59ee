package io.hongyan.cluster.retain;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.retain.RetainCounters.Figure;
import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what this node has, for whoever asks: one slice of one question a turn, by turns, so that a filter that looks
/// at many topics keeps nobody waiting.
///
/// Confined to its shard.
final class Answering {
    private static final System.Logger LOG = System.getLogger(Answering.class.getName());
    private static final int STEPS_PER_TURN = 512;
    private static final int MOST_MESSAGES = 1024;

    private final Loop loop;
    private final LocalShard shard;
    private final RetainCounters counters;
    private final ArrayDeque<Search> searches = new ArrayDeque<>();
    private boolean running;

    Answering(Loop loop, LocalShard shard, RetainCounters counters) {
        this.loop = loop;
        this.shard = shard;
        this.counters = counters;
    }

    void find(Wanted wanted) {
        searches.add(new Search(wanted));
        if (!running) {
            running = true;
            loop.execute(this::slice);
        }
    }

    private void slice() {
        Search search = searches.remove();
        try {
            if (!search.goOn()) {
                searches.add(search);
            }
        } catch (RuntimeException fault) {
            // Whoever asked does not wait for ever.
            LOG.log(Level.ERROR, "retained messages of " + search.wanted.instance() + " could not be told", fault);
        }
        running = !searches.isEmpty();
        if (running) {
            loop.nextTurn(this::slice);
        }
    }

    private final class Search {
        private final Wanted wanted;
        private final List<Message> found = new ArrayList<>();
        private BitSet here = new BitSet();
        private @Nullable RetainedSource source;
        private int bytes;

        Search(Wanted wanted) {
            this.wanted = wanted;
        }

        /// @return whether it is done
        boolean goOn() {
            RetainedSource its = source;
            if (its == null) {
                here = shard.retainedHere();
                here.and(wanted.vshards());
                its = shard.retained(wanted.instance(), wanted.filter(), wanted.after());
                source = its;
            }
            boolean more = its.next(STEPS_PER_TURN, this::hasRoom, this::take);
            if (more && hasRoom()) {
                return false;
            }
            here.and(shard.retainedHere()); // what left meanwhile was not met as a whole
            counters.count(Figure.PAGES_GIVEN);
            wanted.sink()
                    .accept(new Page(
                            found,
                            !more,
                            here,
                            found.isEmpty() ? wanted.after() : found.getLast().topic()));
            return true;
        }

        private boolean hasRoom() {
            return bytes < wanted.most() && found.size() < MOST_MESSAGES;
        }

        private void take(Message message) {
            if (here.get(VShard.of(message.topic().utf8()))) {
                found.add(message);
                bytes += message.bytes();
            }
        }
    }
}
