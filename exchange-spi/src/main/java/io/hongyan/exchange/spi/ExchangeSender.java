package io.hongyan.exchange.spi;

import java.util.List;

/// Sends messages of one rule. One thread at a time calls it.
public interface ExchangeSender extends AutoCloseable {
    /// Sends a batch, and waits until every message of it has an outcome: 30 seconds at most.
    ///
    /// Messages of one [order key][OutboundMessage#orderKey] reach the other system in the order of the list, and go to
    /// one queue (partition) of the topic, which the key alone decides, as long as the number of queues does not
    /// change. None is sent after one of the same key that is to be tried [later][SendOutcome.Later]: it is to be tried
    /// later, too. One that will [never][SendOutcome.Never] work holds up nothing. A message may arrive twice when its
    /// outcome is unknown, never in another order.
    ///
    /// @param topic of the other system
    /// @param batch 1 to 1,000 messages, 4 MiB of bodies at most, or a single larger one
    /// @return an outcome for each message, in the order of the list
    List<SendOutcome> send(String topic, List<OutboundMessage> batch) throws InterruptedException;

    /// How often its connection was lost, since the start.
    long reconnects();

    @Override
    void close();
}
