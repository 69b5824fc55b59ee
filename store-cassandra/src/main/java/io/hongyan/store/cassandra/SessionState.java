package io.hongyan.store.cassandra;

import io.hongyan.broker.store.VShard;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the writer must know of a session: which entries its inbox has, so that one position says what is done instead
/// of a deletion for each entry, and which packet identifiers are open, so that one column has them all.
///
/// Confined to the writer's thread, but for what never changes.
final class SessionState {
    private final int vshard;
    private final long number;
    private final long epoch;
    private final long recoveredLast;
    private final LiveSequences live = new LiveSequences();
    private @Nullable TreeSet<Integer> received;
    private long position;
    private long lastSequence;
    private long savedPosition;
    private boolean savedPending;
    private int largest;
    private boolean written;
    private boolean removed;

    /// A new session.
    ///
    /// @param epoch of the owner of its virtual shard
    SessionState(int vshard, long number, long epoch) {
        this(vshard, number, epoch, 0, 0);
    }

    /// A session that is there.
    ///
    /// @param position everything up to here is done
    /// @param recoveredLast the highest sequence that is there; what owners before write beyond it comes too late
    SessionState(int vshard, long number, long epoch, long position, long recoveredLast) {
        if (vshard < 0 || vshard >= VShard.COUNT) {
            throw new IllegalArgumentException("a virtual shard is 0 to 4095, not " + vshard);
        }
        this.vshard = vshard;
        this.number = number;
        this.epoch = epoch;
        this.recoveredLast = recoveredLast;
        this.position = position;
        this.savedPosition = position;
        this.lastSequence = Math.max(position, recoveredLast);
    }

    int vshard() {
        return vshard;
    }

    /// Unique in its virtual shard: the time at which it began.
    long number() {
        return number;
    }

    long epoch() {
        return epoch;
    }

    long recoveredLast() {
        return recoveredLast;
    }

    /// An entry that was found, before the writer knows the session.
    void found(long sequence, int bytes) {
        live.add(sequence);
        largest = Math.max(largest, bytes);
    }

    /// Its row says that there may be entries, before the writer knows the session.
    void foundPending() {
        savedPending = true;
    }

    /// An identifier that was found, before the writer knows the session.
    void foundReceived(int packetId) {
        received().add(packetId);
    }

    /// Its row was found.
    void foundWritten() {
        written = true;
    }

    SortedSet<Integer> received() {
        TreeSet<Integer> present = received;
        if (present == null) {
            present = new TreeSet<>();
            received = present;
        }
        return present;
    }

    /// An entry joins.
    void add(long sequence, int bytes) {
        live.add(sequence);
        lastSequence = Math.max(lastSequence, sequence);
        largest = Math.max(largest, bytes);
        move();
    }

    boolean has(long sequence) {
        return live.contains(sequence);
    }

    /// An entry leaves.
    ///
    /// @return whether it was there
    boolean remove(long sequence) {
        boolean there = live.remove(sequence);
        move();
        return there;
    }

    private void move() {
        position = live.isEmpty() ? lastSequence : live.first() - 1;
    }

    /// Everything up to here is done.
    long position() {
        return position;
    }

    /// Whether there may be entries.
    boolean pending() {
        return !live.isEmpty();
    }

    /// Whether ever an entry was written.
    boolean everPending() {
        return lastSequence > 0;
    }

    /// Whether position or [#pending] are other than what was written last; they are taken for written then.
    boolean takeChange() {
        boolean changed = position != savedPosition || pending() != savedPending;
        savedPosition = position;
        savedPending = pending();
        return changed;
    }

    /// The bytes of the largest entry so far.
    int largest() {
        return largest;
    }

    /// Whether there may be rows of it.
    boolean written() {
        return written;
    }

    void write() {
        written = true;
    }

    boolean removed() {
        return removed;
    }

    void end() {
        removed = true;
    }
}
