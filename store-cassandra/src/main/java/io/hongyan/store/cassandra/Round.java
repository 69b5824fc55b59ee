package io.hongyan.store.cassandra;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What the writer writes at one time: chains of batches. The batches of one chain follow one another, those of several
/// do not meet; so what stands in one partition is written in its order.
///
/// Confined to the writer's thread until it is sent.
final class Round {
    private static final int MOST_ROWS = 1000;
    private static final int MOST_BYTES = 1 << 20;

    private final int mostLogged;
    private final Map<Partition, Chain> byPartition = new HashMap<>();
    private final Set<Chain> chains = new LinkedHashSet<>();
    private int rows;
    private int batches;

    /// Batches in their order.
    static final class Chain {
        private final ArrayDeque<RowBatch> batches = new ArrayDeque<>();

        /// @return null when there is none left
        RowBatch next() {
            return batches.poll();
        }
    }

    /// @param mostLogged bytes that a batch over several partitions has at most
    Round(int mostLogged) {
        this.mostLogged = mostLogged;
    }

    boolean isEmpty() {
        return chains.isEmpty();
    }

    Collection<Chain> chains() {
        return chains;
    }

    /// Where rows of these partitions are to be added that must take effect together.
    ///
    /// @param bytes of the rows
    RowBatch batch(Set<Partition> partitions, int bytes) {
        Chain chain = chain(partitions);
        RowBatch last = chain.batches.peekLast();
        if (last != null && fits(last, partitions, bytes)) {
            last.spans(partitions);
            return last;
        }
        RowBatch batch = new RowBatch();
        batch.spans(partitions);
        chain.batches.add(batch);
        return batch;
    }

    private boolean fits(RowBatch last, Set<Partition> partitions, int bytes) {
        boolean logged = last.partitions().size() > 1 || !last.partitions().equals(partitions);
        return last.size() < MOST_ROWS && last.bytes() + bytes <= (logged ? mostLogged : MOST_BYTES);
    }

    private Chain chain(Set<Partition> partitions) {
        Chain found = null;
        for (Partition partition : partitions) {
            Chain other = byPartition.get(partition);
            if (other == null || other == found) {
                continue;
            }
            if (found == null) {
                found = other;
            } else {
                join(found, other);
            }
        }
        if (found == null) {
            found = new Chain();
            chains.add(found);
        }
        for (Partition partition : partitions) {
            byPartition.put(partition, found);
        }
        return found;
    }

    private void join(Chain into, Chain other) {
        into.batches.addAll(other.batches);
        chains.remove(other);
        byPartition.replaceAll((_, chain) -> chain == other ? into : chain);
    }

    /// Counts what there is, before it is sent.
    void count() {
        for (Chain chain : chains) {
            batches += chain.batches.size();
            for (RowBatch batch : chain.batches) {
                rows += batch.size();
            }
        }
    }

    int rows() {
        return rows;
    }

    int batches() {
        return batches;
    }
}
