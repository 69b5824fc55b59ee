package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeException;
import io.hongyan.exchange.spi.ExchangeProvider;
import io.hongyan.exchange.spi.ExchangeSettings;
import java.util.Set;

/// Opens connections to RocketMQ.
public final class RocketMqProvider implements ExchangeProvider {
    private static final String REMOTING = "rocketmq";

    @Override
    public Set<String> kinds() {
        return Set.of(REMOTING);
    }

    @Override
    public Exchange open(ExchangeSettings settings) {
        if (!settings.kind().equals(REMOTING)) {
            throw new ExchangeException(
                    "connection " + settings.name() + " has kind " + settings.kind() + ", which is none of " + kinds(),
                    null);
        }
        return PluginThreads.call(() -> new RemotingExchange(settings, NanoClock.SYSTEM));
    }
}
