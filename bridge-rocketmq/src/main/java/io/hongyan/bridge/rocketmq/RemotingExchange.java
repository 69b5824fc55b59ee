package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.ConsumerSettings;
import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeConsumer;
import io.hongyan.exchange.spi.ExchangeException;
import io.hongyan.exchange.spi.ExchangeReceiver;
import io.hongyan.exchange.spi.ExchangeSender;
import io.hongyan.exchange.spi.ExchangeSettings;
import java.util.List;

/// A connection by the remoting protocol.
final class RemotingExchange implements Exchange {
    /// A message with all its properties must not be larger than brokers take.
    static final int MAX_BODY_BYTES = RemotingConnection.MAX_MESSAGE_BYTES - 64 * 1024;

    private final RemotingConnection connection;
    private final NanoClock clock;

    RemotingExchange(ExchangeSettings settings, NanoClock clock) {
        this.clock = clock;
        connection = new RemotingConnection(settings);
    }

    @Override
    public List<String> check(List<String> topics) {
        return List.of();
    }

    @Override
    public int maxBodyBytes() {
        return MAX_BODY_BYTES;
    }

    @Override
    public ExchangeSender sender(String rule) {
        return new RemotingSender(connection, rule, MAX_BODY_BYTES, clock);
    }

    @Override
    public ExchangeConsumer consume(ConsumerSettings settings, ExchangeReceiver receiver) {
        throw new ExchangeException("not yet", null);
    }

    @Override
    public void close() {
        connection.close();
    }
}
