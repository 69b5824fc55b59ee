package io.hongyan.exchange;

import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.exchange.plugin.Plugins;
import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeException;
import io.hongyan.exchange.spi.ExchangeSettings;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The open connections to other systems. One thread at a time, but for [#refusal] and [#check].
final class Connections {
    private static final System.Logger LOG = System.getLogger(Connections.class.getName());

    private final Plugins plugins;
    private final Map<ExchangeConnection, Exchange> open = new HashMap<>();

    Connections(Plugins plugins) {
        this.plugins = plugins;
    }

    /// The exchange of a connection, opened when it is not.
    ///
    /// @throws ExchangeException when it cannot be opened
    Exchange of(ExchangeConnection connection) {
        Exchange known = open.get(connection);
        if (known == null) {
            known = opened(connection);
            open.put(connection, known);
        }
        return known;
    }

    /// Closes those that nobody uses any more.
    void keep(Set<ExchangeConnection> used) {
        open.entrySet().removeIf(each -> {
            boolean unused = !used.contains(each.getKey());
            if (unused) {
                close(each.getValue());
            }
            return unused;
        });
    }

    /// Why no plug-in serves a kind; empty when one does. Any thread.
    Optional<String> refusal(String kind) {
        try {
            plugins.of(kind);
            return Optional.empty();
        } catch (ExchangeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Tries a connection, over an exchange of its own. Any thread; blocks.
    ///
    /// @return what is wrong
    List<String> check(ExchangeConnection connection, List<String> topics) {
        try {
            Exchange exchange = opened(connection);
            try {
                return exchange.check(topics);
            } finally {
                close(exchange);
            }
        } catch (ExchangeException e) {
            return List.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "the check of connection " + connection.name() + " failed", e);
            return List.of("what answers at "
                    + String.join(", ", connection.addresses())
                    + " cannot be understood; check that it is what the connection names: " + e);
        }
    }

    private Exchange opened(ExchangeConnection connection) {
        return plugins.of(connection.kind())
                .open(new ExchangeSettings(
                        connection.kind(),
                        connection.name(),
                        connection.addresses(),
                        connection.accessKey(),
                        connection.secretKey(),
                        connection.tls(),
                        connection.namespace()));
    }

    private static void close(Exchange exchange) {
        try {
            exchange.close();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a connection to another system was not closed", e);
        }
    }
}
