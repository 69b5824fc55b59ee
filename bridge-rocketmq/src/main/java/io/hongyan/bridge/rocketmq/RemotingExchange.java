package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.ConsumerSettings;
import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeConsumer;
import io.hongyan.exchange.spi.ExchangeException;
import io.hongyan.exchange.spi.ExchangeReceiver;
import io.hongyan.exchange.spi.ExchangeSender;
import io.hongyan.exchange.spi.ExchangeSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.client.Validators;
import org.apache.rocketmq.client.exception.MQClientException;

/// A connection by the remoting protocol.
final class RemotingExchange implements Exchange {
    /// A message with all its properties must not be larger than brokers take.
    static final int MAX_BODY_BYTES = RemotingConnection.MAX_MESSAGE_BYTES - 64 * 1024;

    private final RemotingConnection connection;
    private final NanoClock clock;
    private final Map<String, RemotingConsumer> consumers = new ConcurrentHashMap<>();

    RemotingExchange(ExchangeSettings settings, NanoClock clock) {
        this.clock = clock;
        Addresses.requireValid(settings);
        connection = new RemotingConnection(settings);
    }

    @Override
    public List<String> check(List<String> topics) {
        try {
            return new ConnectionCheck(connection, clock).run(topics);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("the check was interrupted");
        }
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
        try {
            Validators.checkTopic(settings.topic());
            Validators.checkGroup(settings.group());
        } catch (MQClientException e) {
            throw new ExchangeException(
                    "group '" + settings.group() + "' and topic '" + settings.topic() + "' cannot be used: "
                            + Faults.text(e),
                    e);
        }
        String group = settings.group();
        var consumer = new RemotingConsumer(connection, settings, receiver, () -> consumers.remove(group));
        if (consumers.putIfAbsent(group, consumer) != null) {
            throw new ExchangeException(
                    "consumer group " + group + " is already in use on connection "
                            + connection.settings().name() + "; each rule needs a group of its own",
                    null);
        }
        consumer.start();
        return consumer;
    }

    @Override
    public void close() {
        List.copyOf(consumers.values()).forEach(RemotingConsumer::close);
        connection.close();
    }
}
