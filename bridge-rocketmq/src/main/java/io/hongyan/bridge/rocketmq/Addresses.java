package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.ExchangeException;
import io.hongyan.exchange.spi.ExchangeSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// Addresses in the form `host:port`.
final class Addresses {
    private static final int CONNECT_MILLIS = 2_000;

    private Addresses() {}

    static void requireValid(ExchangeSettings settings) {
        for (String address : settings.addresses()) {
            if (!address.matches("[A-Za-z0-9._-]+:[0-9]{1,5}|\\[[0-9A-Fa-f:.]+\\]:[0-9]{1,5}")
                    || port(address) > 65_535) {
                throw new ExchangeException(
                        "connection " + settings.name() + ": address '" + address
                                + "' is not of the form host:port, such as 10.0.0.5:9876",
                        null);
            }
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /// Tries to connect.
    ///
    /// @return why that fails, null when it does not
    static @Nullable String fault(String address) {
        String host = address.substring(0, address.lastIndexOf(':'));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port(address)), CONNECT_MILLIS);
            return null;
        } catch (UnknownHostException e) {
            return "no such host";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
