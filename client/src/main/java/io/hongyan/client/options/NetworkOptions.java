package io.hongyan.client.options;

import io.hongyan.client.config.Proxy;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.Tls;
import io.hongyan.client.connect.HappyEyeballs;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where a client connects to, and how.
///
/// @param servers one or more
/// @param proxy null = none
/// @param localAddress what to connect from; null = the system chooses
/// @param resolver finds all addresses of a name; may take its time
/// @param headers of the WebSocket upgrade
/// @param follow which servers are followed to when a server names them; null = none
public record NetworkOptions(
        List<ServerAddress> servers,
        Tls tls,
        @Nullable Proxy proxy,
        @Nullable InetAddress localAddress,
        Function<String, List<InetAddress>> resolver,
        Map<String, String> headers,
        Duration connectTimeout,
        Reconnect reconnect,
        @Nullable Predicate<ServerAddress> follow) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Function<String, List<InetAddress>> SYSTEM_RESOLVER = HappyEyeballs::addresses;

    public NetworkOptions {
        Preconditions.check(!servers.isEmpty(), "server is missing: call server(\"mqtt://host:1883\")");
    }

    /// Holds the defaults until they are set.
    public static final class Builder {
        private final List<ServerAddress> servers = new ArrayList<>();
        private Tls tls = Tls.SYSTEM;
        private @Nullable Proxy proxy;
        private @Nullable InetAddress localAddress;
        private Function<String, List<InetAddress>> resolver = SYSTEM_RESOLVER;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private Duration connectTimeout = CONNECT_TIMEOUT;
        private Reconnect reconnect = Reconnect.USUAL;
        private @Nullable Predicate<ServerAddress> follow;

        public void addServer(ServerAddress value) {
            servers.add(value);
        }

        public void tls(Tls value) {
            tls = value;
        }

        public void proxy(Proxy value) {
            proxy = value;
        }

        public void localAddress(InetAddress value) {
            localAddress = value;
        }

        public void resolver(Function<String, List<InetAddress>> value) {
            resolver = value;
        }

        public void addHeader(String name, String value) {
            headers.put(name, value);
        }

        public void connectTimeout(Duration value) {
            Preconditions.check(
                    value.toMillis() >= 1 && value.compareTo(Duration.ofMinutes(10)) <= 0,
                    "connectTimeout is 1 ms to 10 min, not " + value);
            connectTimeout = value;
        }

        public void reconnect(Reconnect value) {
            reconnect = value;
        }

        public void follow(Predicate<ServerAddress> value) {
            follow = value;
        }

        public NetworkOptions build() {
            return new NetworkOptions(
                    List.copyOf(servers),
                    tls,
                    proxy,
                    localAddress,
                    resolver,
                    Map.copyOf(headers),
                    connectTimeout,
                    reconnect,
                    follow);
        }
    }
}
