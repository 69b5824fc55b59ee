package io.hongyan.server;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.quota.ConnectionBudget;
import io.hongyan.server.config.Port;
import io.hongyan.server.http.Handler;
import io.hongyan.server.http.HttpEndpoint;
import io.hongyan.server.http.HttpLimits;
import io.hongyan.server.http.HttpStats;
import io.hongyan.server.http.HttpTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The HTTP ports of a server: metrics, administration, the cloud's APIs.
final class HttpPorts {
    private final CloseStack closing;
    private final Clock clock;
    private final Map<String, HttpEndpoint> endpoints = new ConcurrentHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final List<String> addresses = new ArrayList<>();

    /// @param closing closes them
    HttpPorts(CloseStack closing, Clock clock) {
        this.closing = closing;
        this.clock = clock;
    }

    /// Opens a port.
    ///
    /// @param what for people, behind the address
    void open(
            String name, String bind, Port port, String what, HttpLimits limits, @Nullable HttpTls tls, Handler handler)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(bind, port.bindNumber());
        try {
            HttpLimits within = limits.within(ConnectionBudget.ofThisProcess().reserved());
            HttpEndpoint endpoint = closing.add(HttpEndpoint.start(name, address, within, tls, clock, handler));
            endpoints.put(name, endpoint);
            ports.put(name, endpoint.port());
            addresses.add("listening on " + (tls == null ? "http://" : "https://") + Server.bracketed(bind) + ":"
                    + endpoint.port() + what);
            if (tls != null) {
                kinds.put(name, "https");
            }
        } catch (SocketException e) {
            throw new IOException(BindFault.text(name, name, address.getHostString(), address.getPort(), e), e);
        }
    }

    /// What each counts, by name.
    Map<String, HttpStats> stats() {
        Map<String, HttpStats> stats = new TreeMap<>();
        endpoints.forEach((name, endpoint) -> stats.put(name, endpoint.stats()));
        return stats;
    }

    /// By name.
    Map<String, Integer> ports() {
        return ports;
    }

    /// `https` for each that has TLS, by name.
    Map<String, String> kinds() {
        return kinds;
    }

    /// A line for each, for people.
    List<String> addresses() {
        return addresses;
    }
}
