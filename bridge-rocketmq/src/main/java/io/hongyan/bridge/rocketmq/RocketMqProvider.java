package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeException;
import io.hongyan.exchange.spi.ExchangeProvider;
import io.hongyan.exchange.spi.ExchangeSettings;
import java.util.Set;

/// Opens connections to RocketMQ.
public final class RocketMqProvider implements ExchangeProvider {
    private static final String REMOTING = "rocketmq";
    private static final String GRPC = "rocketmq-grpc";

    /// `rocketmq-grpc` is known, and [refused][#open]; the description of this package says why.
    @Override
    public Set<String> kinds() {
        return Set.of(REMOTING, GRPC);
    }

    @Override
    public Exchange open(ExchangeSettings settings) {
        if (settings.kind().equals(GRPC)) {
            throw new ExchangeException(
                    "connection " + settings.name()
                            + ": kind rocketmq-grpc is not supported, because RocketMQ's client "
                            + "for gRPC can neither keep message ids nor choose a queue for a key; use kind "
                            + "rocketmq with the addresses of the name servers, which RocketMQ 5 has, too",
                    null);
        }
        if (!settings.kind().equals(REMOTING)) {
            throw new ExchangeException(
                    "connection " + settings.name() + " has kind " + settings.kind() + ", which is none of " + kinds(),
                    null);
        }
        return PluginThreads.call(() -> new RemotingExchange(settings, NanoClock.SYSTEM));
    }
}
