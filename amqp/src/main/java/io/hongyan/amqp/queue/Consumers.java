package io.hongyan.amqp.queue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

/// The consumers of a queue. Those with room get messages in turn. Confined to the loop of the queue.
final class Consumers {
    private final Set<Consumer> all = new LinkedHashSet<>();
    private final SequencedSet<Consumer> open = new LinkedHashSet<>();
    private final List<Consumer> full = new ArrayList<>();
    private final List<Consumer> served = new ArrayList<>();
    private final List<Failed> failed = new ArrayList<>(0);

    void add(Consumer consumer) {
        all.add(consumer);
        open.add(consumer);
    }

    /// @return false when it is not there
    boolean remove(Consumer consumer) {
        open.remove(consumer);
        return all.remove(consumer);
    }

    /// It may have room again.
    void ready(Consumer consumer) {
        if (all.contains(consumer)) {
            open.add(consumer);
        }
    }

    int size() {
        return all.size();
    }

    /// Whether one may have room.
    boolean anyOpen() {
        return !open.isEmpty();
    }

    /// Finds a consumer for a message; it gets it with [#handOver].
    ///
    /// @return false when none has room
    boolean offer(Delivery delivery) {
        while (!open.isEmpty()) {
            Consumer next = open.removeFirst(); // before it is asked: what throws is not asked again
            if (asked(next, delivery)) {
                if (next.batched() == 0) {
                    served.add(next);
                }
                next.add(delivery);
                (next.isBatchFull() ? full : open).add(next);
                return true;
            }
        }
        return false;
    }

    private boolean asked(Consumer consumer, Delivery delivery) {
        try {
            return consumer.hasRoomFor(delivery);
        } catch (Throwable bug) {
            failed.add(new Failed(consumer, List.of(), bug));
            return false;
        }
    }

    /// Hands over what was offered in this turn.
    ///
    /// @return those that failed, with what they were to get
    List<Failed> handOver() {
        for (Consumer consumer : served) {
            List<Delivery> batch = consumer.takeBatch();
            try {
                consumer.deliver(batch);
            } catch (Throwable bug) {
                failed.add(new Failed(consumer, batch, bug));
            }
        }
        served.clear();
        open.addAll(full);
        full.clear();
        if (failed.isEmpty()) {
            return List.of();
        }
        List<Failed> told = List.copyOf(failed);
        failed.clear();
        return told;
    }

    /// A consumer that threw.
    record Failed(Consumer consumer, List<Delivery> batch, Throwable cause) {}

    /// Removes all.
    List<Consumer> clear() {
        List<Consumer> gone = List.copyOf(all);
        all.clear();
        open.clear();
        full.clear();
        served.clear();
        return gone;
    }
}
