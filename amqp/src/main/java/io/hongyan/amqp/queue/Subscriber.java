package io.hongyan.amqp.queue;

import java.util.List;

/// Who consumes a queue. Called on the loop of the queue; must not block.
public interface Subscriber {
    /// Takes room for a message.
    ///
    /// @param bytes of it, as [Delivery#bytes]
    /// @return false when there is none: then the queue does not ask again until [Subscription#ready]
    boolean take(int bytes);

    /// Gets the messages for which room was taken, in their order. At most once in a turn of the queue.
    ///
    /// @param batch 1 to 256; the receiver's own
    void deliver(List<Delivery> batch);

    /// The queue is no more, and nothing comes after this.
    ///
    /// @param why in plain words
    void ended(String why);
}
