package io.hongyan.exchange.spi;

import java.util.List;

/// One connection to another system, used by any number of rules. It connects again by itself. Any thread.
public interface Exchange extends AutoCloseable {
    /// Tries the connection. Blocks for 30 seconds at most.
    ///
    /// @param topics that must exist there and be readable and writable
    /// @return what is wrong, a sentence each: who is unreachable, which topic is missing, which permission; empty when
    ///         messages can be exchanged
    List<String> check(List<String> topics);

    /// The largest body that the other system takes, in bytes.
    int maxBodyBytes();

    /// Makes a sender. May be called while the other system is away.
    ///
    /// @param rule for its producer group and threads: letters, digits, `-`, `_`
    /// @throws ExchangeException when there cannot be one
    ExchangeSender sender(String rule);

    /// Begins to receive. May be called while the other system is away.
    ///
    /// @return stops it when closed; what was received and not answered by then comes again to the next one
    /// @throws ExchangeException when the settings cannot be used
    ExchangeConsumer consume(ConsumerSettings settings, ExchangeReceiver receiver);

    /// Ends all senders and consumers.
    @Override
    void close();
}
