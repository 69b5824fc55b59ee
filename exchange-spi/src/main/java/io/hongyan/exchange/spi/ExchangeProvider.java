package io.hongyan.exchange.spi;

import java.util.Set;

/// The entry of a plug-in, named in its `META-INF/services/io.hongyan.exchange.spi.ExchangeProvider`, with a public
/// constructor without parameters.
public interface ExchangeProvider {
    /// The kinds of connection that it serves, in lower case, such as `rocketmq`. No two plug-ins serve one kind.
    Set<String> kinds();

    /// Makes what serves a connection. Connects to nothing yet: the other system may be away.
    ///
    /// @throws ExchangeException when the settings cannot be used
    Exchange open(ExchangeSettings settings);
}
