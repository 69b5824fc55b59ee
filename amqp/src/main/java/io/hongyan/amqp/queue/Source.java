package io.hongyan.amqp.queue;

import org.jspecify.annotations.Nullable;

/// Where a queue gets its messages from, in their order. Confined to the loop of the queue, but for [#messages] and
/// [#bytes].
interface Source {
    /// The next message that no consumer had so far; null when none is in memory.
    @Nullable
    Delivery peek();

    /// Takes what [#peek] showed.
    void take();

    /// Brings messages into memory, if there are not enough. They are there in a later turn.
    ///
    /// @param much for consumers that wait; otherwise only the oldest is brought
    void want(boolean much);

    /// Nobody waits: memory is given back, but for the oldest message.
    void release();

    /// A second has passed: what could not be read is tried again.
    void tick();

    /// A message that was taken goes for good.
    void settle(Delivery delivery);

    /// Writes what was [settled][#settle] since.
    void flush();

    /// How many messages are in the queue, in whosever hands they are. Any thread.
    long messages();

    /// The same in bytes. Any thread.
    long bytes();

    /// Messages that are in the queue but for those settled.
    long unsettled();

    /// How many whose content a damaged store has lost were met since the last call.
    long lost();

    /// How many gave way to younger ones since the last call.
    long overflowed();

    /// Nothing is taken or brought any more.
    void close();
}
