package io.hongyan.client.session;

import io.hongyan.client.auth.Login;
import io.hongyan.client.config.Proxy;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.client.options.LimitOptions;
import io.hongyan.client.options.NetworkOptions;
import io.hongyan.client.options.SessionOptions;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.transport.endpoint.ClientEndpoint;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Makes the transport endpoint and the CONNECT packet for one attempt to connect.
final class ConnectSettings {
    /// How long a session outlives a cut of the network, in seconds, when the user did not ask for more.
    private static final long CUT_SECONDS = 300;

    private ConnectSettings() {}

    static ClientEndpoint endpoint(ServerAddress server, NetworkOptions network) {
        return new ClientEndpoint(
                kind(server.scheme()),
                server.host(),
                server.port(),
                server.path(),
                "mqtt",
                network.headers(),
                TlsSettings.trust(network.tls()),
                network.connectTimeout(),
                network.localAddress(),
                proxy(network.proxy()),
                null);
    }

    private static ClientEndpoint.@Nullable Proxy proxy(@Nullable Proxy by) {
        if (by == null) {
            return null;
        }
        ClientEndpoint.Proxy.Kind kind = switch (by.kind()) {
            case HTTP -> ClientEndpoint.Proxy.Kind.HTTP;
            case SOCKS5 -> ClientEndpoint.Proxy.Kind.SOCKS5;
        };
        return new ClientEndpoint.Proxy(kind, by.host(), by.port(), by.username(), by.password());
    }

    /// @param first whether this client has not been connected before
    @SuppressWarnings("NullAway") // it does not see that an array in a class file may be null
    static Connect connect(ClientOptions options, String clientId, Login login, boolean first) {
        SessionOptions session = options.session();
        Version version = session.version();
        boolean kept = session.expiry() != null;
        boolean clean = version.isV5() ? first && !kept : !kept;
        return new Connect(
                version,
                clean,
                session.keepAlive(),
                clientId,
                session.will(),
                login.username(),
                login.password(),
                version.isV5() ? properties(options, login) : Properties.NONE);
    }

    /// How long the server keeps the session of a client that is gone, in seconds.
    static long expiry(ClientOptions options) {
        Duration chosen = options.session().expiry();
        if (chosen != null) {
            return chosen.toSeconds();
        }
        return options.network().reconnect().enabled() ? CUT_SECONDS : 0;
    }

    /// The last packet: a session that was to outlive cuts of the network alone ends with it.
    static Disconnect disconnect(ClientOptions options, Properties farewell) {
        SessionOptions session = options.session();
        if (!session.version().isV5()) {
            return Disconnect.NORMAL;
        }
        boolean ends = session.expiry() == null
                && expiry(options) > 0
                && !session.connectProperties().has(Property.SESSION_EXPIRY_INTERVAL)
                && !farewell.has(Property.SESSION_EXPIRY_INTERVAL);
        Properties all = ends
                ? farewell.toBuilder().set(Property.SESSION_EXPIRY_INTERVAL, 0).build()
                : farewell;
        return all.isEmpty() ? Disconnect.NORMAL : new Disconnect(ReasonCode.SUCCESS, all);
    }

    private static Properties properties(ClientOptions options, Login login) {
        LimitOptions limits = options.limits();
        Properties.Builder builder = Properties.builder();
        if (expiry(options) > 0) {
            builder.set(Property.SESSION_EXPIRY_INTERVAL, expiry(options));
        }
        builder.set(Property.RECEIVE_MAXIMUM, limits.receiveMaximum());
        builder.set(Property.MAXIMUM_PACKET_SIZE, limits.maximumPacketSize());
        if (limits.aliasesIn() > 0) {
            builder.set(Property.TOPIC_ALIAS_MAXIMUM, limits.aliasesIn());
        }
        if (login.exchange() != null) {
            builder.set(Property.AUTHENTICATION_METHOD, login.exchange().method());
            builder.set(Property.AUTHENTICATION_DATA, login.exchange().first());
        }
        return builder.addAll(options.session().connectProperties()).build();
    }

    private static Kind kind(ServerAddress.Scheme scheme) {
        return switch (scheme) {
            case MQTT -> Kind.TCP;
            case MQTTS -> Kind.TLS;
            case WS -> Kind.WEBSOCKET;
            case WSS -> Kind.SECURE_WEBSOCKET;
        };
    }
}
