package io.hongyan.broker.inbox;

import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.InboxStore;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the entries of one inbox from its store, page by page, and knows which of them are not durable yet.
///
/// Confined to the shard of the inbox.
final class InboxReader {
    /// Entries in a page.
    static final int PAGE = 256;

    private final Inbox inbox;
    private final InboxStore store;

    /// The page that is on its way; null while there is none.
    private @Nullable Read reading;

    /// Appended, but perhaps not durable: none of these may leave, and a page must end before the first of them, or it
    /// would be skipped. Null while there are none.
    private @Nullable TreeSet<Long> undurable;

    InboxReader(Inbox inbox, InboxStore store) {
        this.inbox = inbox;
        this.store = store;
    }

    /// Whether a page is on its way.
    boolean reading() {
        return reading != null;
    }

    /// Whether no page is on its way, and everything is durable.
    boolean idle() {
        return reading == null && undurable == null;
    }

    /// Whether that entry must not leave yet.
    boolean holds(long sequence) {
        return undurable != null && undurable.contains(sequence);
    }

    /// The entry may leave only when it is durable.
    void holdUntilDurable(long sequence) {
        TreeSet<Long> present = undurable;
        if (present == null) {
            present = new TreeSet<>();
            undurable = present;
        }
        present.add(sequence);
        if (reading != null) {
            reading.visibleBefore = Math.min(reading.visibleBefore, sequence);
        }
        store.whenDurable(() -> durable(sequence));
    }

    private void durable(long sequence) {
        TreeSet<Long> present = undurable;
        if (present != null) {
            present.remove(sequence);
            undurable = present.isEmpty() ? null : present;
        }
        inbox.becameDurable();
    }

    /// Asks for the next page, unless there is none, one is on its way, or its first entry is not durable.
    void read() {
        long position = inbox.position();
        long before = undurable == null ? Long.MAX_VALUE : undurable.first();
        if (inbox.stored() == 0 || reading != null || before <= position + 1) {
            return;
        }
        int atLeast = undurable == null ? Math.min(inbox.stored(), PAGE) : 0;
        Read begun = new Read(position, before, atLeast);
        reading = begun;
        store.read(position, PAGE, page -> arrived(begun, page));
    }

    /// Shows the entries at hand and, if they are too few, those behind them, which stay where they are.
    ///
    /// @param atHand may be added to
    void peek(List<InboxEntry> atHand, int most, Consumer<List<InboxEntry>> sink) {
        if (atHand.size() == most || inbox.stored() == 0) {
            sink.accept(atHand);
            return;
        }
        store.read(inbox.position(), most - atHand.size(), page -> {
            atHand.addAll(page.entries());
            sink.accept(atHand);
        });
    }

    private void arrived(Read read, InboxPage page) {
        reading = null;
        inbox.loaded(new Part(page, read.visibleBefore, read.atLeast, inbox.position() == read.after));
    }

    /// One page that is being read.
    private static final class Read {
        /// The position after which the page begins.
        private final long after;

        /// The page certainly contains every entry before this sequence, and must not be used beyond.
        private long visibleBefore;

        /// How many rows the page has at least, if it is the last one.
        private final int atLeast;

        private Read(long after, long visibleBefore, int atLeast) {
            this.after = after;
            this.visibleBefore = visibleBefore;
            this.atLeast = atLeast;
        }
    }

    /// A page as it may be used.
    ///
    /// @param visibleBefore entries from this sequence on are to be read again later
    /// @param atLeast rows that it must have; what is missing is lost
    /// @param inPlace whether it follows the present position; if not, the inbox has moved meanwhile
    record Part(InboxPage page, long visibleBefore, int atLeast, boolean inPlace) {}
}
