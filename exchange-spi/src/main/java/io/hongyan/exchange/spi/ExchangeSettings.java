package io.hongyan.exchange.spi;

import java.util.List;

/// A connection to another system, as an administrator has named it.
///
/// @param kind one of [ExchangeProvider#kinds]
/// @param name the administrator's name for it, for logs, threads and client ids
/// @param addresses `host:port` each, at least one
/// @param accessKey empty for none
/// @param secretKey empty for none; never logged
/// @param tls whether the other system is spoken to by TLS
/// @param namespace empty for none
public record ExchangeSettings(
        String kind,
        String name,
        List<String> addresses,
        String accessKey,
        String secretKey,
        boolean tls,
        String namespace) {
    public ExchangeSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("connection " + name + " has no address");
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "ExchangeSettings[" + kind + " " + name + " at " + String.join(",", addresses) + "]";
    }
}
