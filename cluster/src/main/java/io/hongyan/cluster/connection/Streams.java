package io.hongyan.cluster.connection;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who has which number on one link. Numbers are small, so that they are found without a search.
///
/// Confined to the link's loop.
final class Streams<T> {
    /// Numbers go from 0 to this less one.
    static final int MOST = 1 << 20;

    private static final int FIRST_ROOM = 64;

    private @Nullable Object[] all = new Object[FIRST_ROOM];
    private int[] free = new int[FIRST_ROOM];
    private int freeCount;
    private int next;
    private int size;

    /// Gives a number.
    ///
    /// @return -1 when there is none left
    int add(T stream) {
        if (freeCount == 0 && next == MOST) {
            return -1;
        }
        int number = freeCount > 0 ? free[--freeCount] : next++;
        put(number, stream);
        return number;
    }

    /// Takes note of a number that the other side gave.
    void put(int number, T stream) {
        if (number >= all.length) {
            all = Arrays.copyOf(all, Math.min(MOST, Math.max(number + 1, 2 * all.length)));
        }
        all[number] = stream;
        size++;
    }

    /// @return null when nobody has that number
    @SuppressWarnings("unchecked") // what was put in
    @Nullable
    T get(int number) {
        return number >= 0 && number < all.length ? (T) all[number] : null;
    }

    /// Nobody has the number any more, which [#add] may not give before [#release].
    void remove(int number) {
        all[number] = null;
        size--;
    }

    /// A number that [#add] gave may be given again.
    void release(int number) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * free.length);
        }
        free[freeCount++] = number;
    }

    int size() {
        return size;
    }

    /// The task may remove.
    @SuppressWarnings("unchecked") // what was put in
    void forEach(Consumer<? super T> task) {
        for (Object each : all.clone()) {
            if (each != null) {
                task.accept((T) each);
            }
        }
    }
}
