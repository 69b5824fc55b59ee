package io.hongyan.store.rocksdb.index;

/// Counts the references of inboxes and outboxes to bodies, in an open-addressing hash table of primitives. A body that
/// is not in the table has one reference, as most have.
///
/// Confined to one thread.
public final class ReferenceCounts {
    private static final long EMPTY = 0;
    private static final int MIN_CAPACITY = 64;

    private long[] bodies = new long[MIN_CAPACITY];
    private int[] counts = new int[MIN_CAPACITY];
    private int size;

    /// Adds a reference to a body that has one or more.
    public void add(long body) {
        add(body, 1, 2);
    }

    /// Counts a reference that was read from disk.
    public void found(long body) {
        add(body, 1, 1);
    }

    /// The number of references that were read from disk.
    public int count(long body) {
        int slot = slot(body);
        return bodies[slot] == EMPTY ? 0 : counts[slot];
    }

    /// Removes a reference.
    ///
    /// @return whether it was the last one
    public boolean release(long body) {
        int slot = slot(body);
        if (bodies[slot] == EMPTY) {
            return true;
        }
        if (--counts[slot] == 1) {
            remove(slot);
        }
        return false;
    }

    /// Removes all bodies with one reference from the table.
    public void forgetSingles() {
        long[] oldBodies = bodies;
        int[] oldCounts = counts;
        bodies = new long[MIN_CAPACITY];
        counts = new int[MIN_CAPACITY];
        size = 0;
        for (int i = 0; i < oldBodies.length; i++) {
            if (oldBodies[i] != EMPTY && oldCounts[i] > 1) {
                add(oldBodies[i], 0, oldCounts[i]);
            }
        }
    }

    private void add(long body, int more, int first) {
        if (size * 2 >= bodies.length) {
            grow();
        }
        int slot = slot(body);
        if (bodies[slot] == EMPTY) {
            bodies[slot] = body;
            counts[slot] = first;
            size++;
        } else {
            counts[slot] += more;
        }
    }

    private void grow() {
        long[] oldBodies = bodies;
        int[] oldCounts = counts;
        bodies = new long[oldBodies.length * 2];
        counts = new int[oldBodies.length * 2];
        for (int i = 0; i < oldBodies.length; i++) {
            if (oldBodies[i] != EMPTY) {
                int slot = slot(oldBodies[i]);
                bodies[slot] = oldBodies[i];
                counts[slot] = oldCounts[i];
            }
        }
    }

    /// Removes an entry and reinserts the entries of the probe run behind it.
    private void remove(int hole) {
        int mask = bodies.length - 1;
        bodies[hole] = EMPTY;
        size--;
        for (int next = (hole + 1) & mask; bodies[next] != EMPTY; next = (next + 1) & mask) {
            long body = bodies[next];
            int count = counts[next];
            bodies[next] = EMPTY;
            int slot = slot(body);
            bodies[slot] = body;
            counts[slot] = count;
        }
    }

    private int slot(long body) {
        int mask = bodies.length - 1;
        long mixed = body * 0x9e3779b97f4a7c15L;
        int slot = (int) (mixed >>> 40) & mask;
        while (bodies[slot] != EMPTY && bodies[slot] != body) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
