package io.hongyan.exchange.spi;

import org.jspecify.annotations.Nullable;

/// Receives until it is closed.
public interface ExchangeConsumer extends AutoCloseable {
    /// Why nothing is received at present, for people; null when all is well.
    @Nullable
    String fault();

    /// How many messages wait in the other system, about; -1 when that is not known.
    long waiting();

    /// How often its connection was lost, since the start.
    long reconnects();

    @Override
    void close();
}
