package io.hongyan.amqp.queue;

import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.Store;
import java.lang.System.Logger.Level;
import java.util.function.Predicate;

/// Messages of queues that are no more.
final class Leftovers {
    private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());

    private Leftovers() {}

    /// Empties outboxes that an earlier run has left behind while their queues were being deleted.
    ///
    /// @param known whether there is such a queue
    static void discard(Store store, Predicate<QueueKey> known) {
        for (Outbox outbox : store.outboxes()) {
            if (outbox.key().isQueue() && outbox.stats().messages() > 0 && !isKnown(outbox, known)) {
                LOG.log(
                        Level.WARNING,
                        "{0} messages of {1} are discarded: the queue is deleted",
                        Long.toString(outbox.stats().messages()),
                        outbox.key().title());
                outbox.acknowledge(Long.MAX_VALUE);
            }
        }
    }

    private static boolean isKnown(Outbox outbox, Predicate<QueueKey> known) {
        String name = outbox.key().queueName();
        String queue = name.endsWith(QueueKey.DEAD) ? name.substring(0, name.length() - QueueKey.DEAD.length()) : name;
        try {
            return known.test(QueueKey.parse(outbox.key().instance(), queue));
        } catch (IllegalArgumentException _) {
            return false; // there cannot be one of that name
        }
    }
}
