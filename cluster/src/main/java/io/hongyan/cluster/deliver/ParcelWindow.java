package io.hongyan.cluster.deliver;

import org.jspecify.annotations.Nullable;

/// Parcels by their numbers, which follow each other: a ring that grows.
///
/// Confined to its shard.
final class ParcelWindow {
    private @Nullable Parcel[] ring = new Parcel[16];
    private long first = 1;
    private long next = 1;
    private int size;

    /// Gives a parcel the next number.
    void add(Parcel parcel) {
        if (next - first == ring.length) {
            grow();
        }
        parcel.number = next;
        ring[index(next++)] = parcel;
        size++;
    }

    private void grow() {
        @Nullable Parcel[] old = ring;
        ring = new Parcel[old.length * 2];
        for (long number = first; number < next; number++) {
            ring[index(number)] = old[(int) (number & old.length - 1)];
        }
    }

    private int index(long number) {
        return (int) (number & ring.length - 1);
    }

    @Nullable
    Parcel get(long number) {
        return number < first || number >= next ? null : ring[index(number)];
    }

    /// @return null when it is not there any more
    @Nullable
    Parcel remove(long number) {
        Parcel parcel = get(number);
        if (parcel != null) {
            ring[index(number)] = null;
            size--;
            while (first < next && ring[index(first)] == null) {
                first++;
            }
        }
        return parcel;
    }

    /// The lowest number that is there, or else the next.
    long first() {
        return first;
    }

    /// The number that the next parcel gets.
    long next() {
        return next;
    }

    int size() {
        return size;
    }
}
