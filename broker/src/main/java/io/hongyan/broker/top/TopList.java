package io.hongyan.broker.top;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Finds who is met most often among many, with room for few: the space-saving sketch of Metwally, Agrawal and El
/// Abbadi. Who was met more often than all meetings divided by the room is in it for certain. A newcomer takes the
/// place of the one met least often, and remembers how often that one was met: so much its own count is too high at
/// most, and so much is taken off when it is told.
///
/// Confined to one thread.
///
/// @param <K> what is counted; its hash must be cheap
final class TopList<K extends Comparable<K>> {
    /// Room for so many.
    static final int ENTRIES = 128;

    private final Map<K, Integer> places = new HashMap<>();
    private final List<K> keys = new ArrayList<>();

    // By place. Arrays of their own, since the least of them is looked for often.
    private final long[] messages = new long[ENTRIES];
    private final long[] inherited = new long[ENTRIES];
    private final long[] bytes = new long[ENTRIES];

    /// Something was met.
    ///
    /// @param times how often
    void add(K key, long times, long itsBytes) {
        Integer known = places.get(key);
        int place = known == null ? enter(key) : known;
        messages[place] += times;
        bytes[place] += itsBytes;
    }

    private int enter(K key) {
        int place = keys.size();
        if (place < ENTRIES) {
            keys.add(key);
        } else {
            place = least();
            places.remove(keys.set(place, key));
            inherited[place] = messages[place];
            bytes[place] = 0;
        }
        places.put(key, place);
        return place;
    }

    private int least() {
        int least = 0;
        for (int i = 1; i < ENTRIES; i++) {
            if (messages[i] < messages[least]) {
                least = i;
            }
        }
        return least;
    }

    /// Tells all of them, in no order: the messages that each was met with for certain, and the bytes.
    void forEach(BiConsumer<K, long[]> told) {
        for (int i = 0; i < keys.size(); i++) {
            told.accept(keys.get(i), new long[] {messages[i] - inherited[i], bytes[i]});
        }
    }
}
