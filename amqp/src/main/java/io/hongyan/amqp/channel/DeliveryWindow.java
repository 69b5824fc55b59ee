package io.hongyan.amqp.channel;

import io.hongyan.amqp.queue.Delivery;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// How many deliveries of one channel may be unacknowledged. Queues take room on their loops, the channel gives it back
/// on its own. Any thread.
final class DeliveryWindow {
    private final ByteBudget budget;
    private final Runnable wake;
    private final AtomicInteger used = new AtomicInteger();
    private volatile int limit;
    private volatile boolean open = true;
    private volatile boolean wanting;

    /// @param limit 1 or more
    /// @param wake called when there is room again after somebody has found none
    DeliveryWindow(int limit, ByteBudget budget, Runnable wake) {
        this.limit = limit;
        this.budget = budget;
        this.wake = wake;
    }

    /// Deliveries that are on their way, or not acknowledged.
    int used() {
        return used.get();
    }

    /// Takes room for one delivery, if there is any. When there is none, [#wake] follows later.
    boolean take(int bytes) {
        if (!takeOne()) {
            wanting = true;
            if (!takeOne()) { // room may have come before anybody knew that it is wanted
                return false;
            }
        }
        if (budget.take(bytes)) {
            return true;
        }
        used.decrementAndGet();
        return false;
    }

    private boolean takeOne() {
        int before = used.get();
        while (open && before < limit) {
            if (used.compareAndSet(before, before + 1)) {
                return true;
            }
            before = used.get();
        }
        return false;
    }

    /// Gives the room of deliveries back.
    void give(List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        used.addAndGet(-deliveries.size());
        budget.give(deliveries.stream().mapToLong(Delivery::bytes).sum());
        wakeIfWanted();
    }

    /// Another limit holds from now on, 1 or more.
    void limit(int other) {
        limit = other;
        wakeIfWanted();
    }

    /// Lets deliveries through, or none.
    void open(boolean flows) {
        open = flows;
        wakeIfWanted();
    }

    private void wakeIfWanted() {
        if (wanting && open && used.get() < limit) {
            wanting = false;
            wake.run();
        }
    }
}
