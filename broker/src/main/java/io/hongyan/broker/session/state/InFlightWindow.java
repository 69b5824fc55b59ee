package io.hongyan.broker.session.state;

import io.hongyan.broker.store.InboxEntry;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The messages sent to one client and not acknowledged, by packet identifier.
///
/// A table indexed by the low bits of the identifier. Identifiers are given in a ring and one whose place is taken is
/// passed over, so that finding, adding and removing are one array access each [MQTT-2.2.1-4].
///
/// Confined to the session's shard.
public final class InFlightWindow {
    private static final int SMALLEST = 8;
    private static final int ID = 0xffff;
    private static final int RELEASED = 1 << 16;
    private static final int UNDURABLE = 1 << 17;
    private static final int UNSENT = 1 << 18;

    /// The table of a window that holds nothing, for most sessions of a shard: never written to.
    private static final @Nullable InboxEntry[] NO_ENTRIES = new InboxEntry[1];

    private static final int[] NO_STATES = new int[1];

    private @Nullable InboxEntry[] entries = NO_ENTRIES;

    /// Packet identifier and flags of each entry.
    private int[] states = NO_STATES;

    private int lastId;
    private int size;

    public int size() {
        return size;
    }

    /// Adds a message under the next free identifier.
    ///
    /// @return the identifier
    public int add(InboxEntry entry) {
        if (isHalfFull()) {
            grow();
        }
        int mask = entries.length - 1;
        do {
            lastId = lastId == ID ? 1 : lastId + 1;
        } while (entries[lastId & mask] != null);
        put(entry, lastId);
        return lastId;
    }

    /// Adds a message that has an identifier already: its mark, as [#mark] made it.
    public void restore(InboxEntry entry) {
        int id = entry.mark() & ID;
        while (isHalfFull() || entries[id & (entries.length - 1)] != null) {
            grow();
        }
        put(entry, entry.mark());
        lastId = id;
    }

    private boolean isHalfFull() {
        return (size + 1) * 2 > entries.length;
    }

    private void put(InboxEntry entry, int state) {
        int slot = state & (entries.length - 1);
        entries[slot] = entry;
        states[slot] = state;
        size++;
    }

    /// The message of an identifier, or null.
    @Nullable
    public InboxEntry find(int packetId) {
        int slot = slot(packetId);
        return (states[slot] & ID) == packetId ? entries[slot] : null;
    }

    public void remove(int packetId) {
        int slot = slot(packetId);
        entries[slot] = null;
        states[slot] = 0;
        size--;
    }

    /// Whether PUBREC came for it.
    public boolean isReleased(int packetId) {
        return (states[slot(packetId)] & RELEASED) != 0;
    }

    public void release(int packetId) {
        states[slot(packetId)] |= RELEASED;
    }

    /// Whether its next packet waits for the store.
    public boolean isUndurable(int packetId) {
        return (states[slot(packetId)] & UNDURABLE) != 0;
    }

    public void undurable(int packetId, boolean value) {
        int slot = slot(packetId);
        states[slot] = value ? states[slot] | UNDURABLE : states[slot] & ~UNDURABLE;
    }

    /// Whether no connection has sent it yet.
    public boolean isUnsent(int packetId) {
        return (states[slot(packetId)] & UNSENT) != 0;
    }

    public void unsent(int packetId, boolean value) {
        int slot = slot(packetId);
        states[slot] = value ? states[slot] | UNSENT : states[slot] & ~UNSENT;
    }

    /// What the store keeps of a message that is in flight.
    public int mark(int packetId) {
        return states[slot(packetId)] & (ID | RELEASED);
    }

    /// All identifiers in use, in the order of their messages [MQTT-4.6.0-5].
    public int[] packetIds() {
        return IntStream.range(0, entries.length)
                .filter(slot -> entries[slot] != null)
                .boxed()
                .sorted((a, b) -> Long.compare(sequence(a), sequence(b)))
                .mapToInt(slot -> states[slot] & ID)
                .toArray();
    }

    private long sequence(int slot) {
        InboxEntry entry = entries[slot];
        return entry == null ? 0 : entry.sequence();
    }

    /// Forgets all messages, and the room for them.
    public void clear() {
        entries = NO_ENTRIES;
        states = NO_STATES;
        size = 0;
    }

    private int slot(int packetId) {
        return packetId & (entries.length - 1);
    }

    /// Doubling keeps entries apart: what differs in fewer low bits differs in more.
    private void grow() {
        @Nullable InboxEntry[] oldEntries = entries;
        int[] oldStates = states;
        entries = new InboxEntry[Math.max(SMALLEST, oldEntries.length * 2)];
        states = new int[entries.length];
        for (int i = 0; i < oldEntries.length; i++) {
            InboxEntry entry = oldEntries[i];
            if (entry != null) {
                int slot = oldStates[i] & (entries.length - 1);
                entries[slot] = entry;
                states[slot] = oldStates[i];
            }
        }
    }
}
