package io.hongyan.broker.session.state;

import java.util.function.IntConsumer;

/// A set of packet identifiers, 1 to 65535, in a small open table that grows with its content.
public final class PacketIdSet {
    private static final int SMALLEST = 8;

    private char[] table = new char[SMALLEST];
    private int size;

    public int size() {
        return size;
    }

    public boolean contains(int id) {
        return table[find(id)] == id;
    }

    /// Adds it; false when it was there.
    public boolean add(int id) {
        int at = find(id);
        if (table[at] == id) {
            return false;
        }
        table[at] = (char) id;
        size++;
        if (size * 2 > table.length) {
            resize(table.length * 2);
        }
        return true;
    }

    /// Removes it; false when it was not there.
    public boolean remove(int id) {
        int hole = find(id);
        if (table[hole] != id) {
            return false;
        }
        size--;
        close(hole);
        return true;
    }

    void forEach(IntConsumer action) {
        for (char id : table) {
            if (id != 0) {
                action.accept(id);
            }
        }
    }

    private int find(int id) {
        int mask = table.length - 1;
        int at = id & mask;
        while (table[at] != 0 && table[at] != id) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /// Moves later entries of the probe chain back, so that no chain is cut.
    private void close(int start) {
        int mask = table.length - 1;
        int hole = start;
        int at = (hole + 1) & mask;
        while (table[at] != 0) {
            int home = table[at] & mask;
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                table[hole] = table[at];
                hole = at;
            }
            at = (at + 1) & mask;
        }
        table[hole] = 0;
    }

    private void resize(int capacity) {
        char[] old = table;
        table = new char[capacity];
        for (char id : old) {
            if (id != 0) {
                table[find(id)] = id;
            }
        }
    }
}
