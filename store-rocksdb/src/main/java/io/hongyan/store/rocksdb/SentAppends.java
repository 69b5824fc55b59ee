package io.hongyan.store.rocksdb;

import org.jspecify.annotations.Nullable;

/// The messages that one session was sent before they were written, oldest first, and whether its client acknowledges
/// so fast that it pays to wait for that before they are.
///
/// Confined to the session's shard.
final class SentAppends {
    /// At first, a client is believed to be fast.
    private static final int AT_FIRST = 4;

    private static final int MOST = 16;

    /// What one acknowledgement that did not come in time costs.
    private static final int DISAPPOINTMENT = 4;

    /// So many messages do not linger before a client that was slow is tried again.
    private static final int PAUSE = 256;

    private @Nullable Append first;
    private @Nullable Append last;

    /// Above 0, messages may linger; below, it rises with each message that does not.
    private int trust = AT_FIRST;

    /// Whether the next message may linger.
    boolean lingers() {
        if (trust <= 0) {
            trust++;
        }
        return trust > 0;
    }

    void add(Append append) {
        forgetTaken();
        Append before = last;
        if (before == null) {
            first = append;
        } else {
            before.next(append);
        }
        last = append;
    }

    /// A message needs nothing more.
    ///
    /// @return it, if the writer may not have it yet; null otherwise
    @Nullable
    Append remove(long sequence) {
        forgetTaken();
        Append before = null;
        for (Append each = first; each != null; each = each.next()) {
            if (each.entry().sequence() == sequence) {
                unlink(before, each);
                return each;
            }
            before = each;
        }
        return null;
    }

    /// A message was acknowledged before the writer took it.
    void fast() {
        trust = Math.min(trust + 1, MOST);
    }

    private void forgetTaken() {
        for (Append each = first; each != null && each.isTaken(); each = first) {
            if (each.lingers()) {
                trust = trust > DISAPPOINTMENT ? trust - DISAPPOINTMENT : -PAUSE;
            }
            unlink(null, each);
        }
    }

    private void unlink(@Nullable Append before, Append each) {
        Append after = each.next();
        if (before == null) {
            first = after;
        } else {
            before.next(after);
        }
        if (after == null) {
            last = before;
        }
        each.next(null);
    }
}
