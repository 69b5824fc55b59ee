package io.hongyan.cli.bench;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.client.MqttClient;
import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.auth.Login;
import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.Tls;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options of a load as settings of the client library. Its clients do not reconnect, and bound neither what they
/// receive nor what waits to be sent: [BenchPub] bounds that for all of them together.
final class LoadSettings {
    private static final long LONGEST_SESSION = 0xffff_fffeL;
    /// What the library allows: it keeps packet identifiers free for subscriptions.
    private static final int LARGEST_WINDOW = 60_000;

    private static final int LARGEST_PACKET = 268_435_456;
    private static final int MOST_MESSAGES = 10_000_000;

    private final BenchOptions options;
    private final ServerAddress address;
    private final List<@Nullable InetAddress> sources;
    private final Tls tls;
    private final Duration connectTimeout;

    /// @throws Failure when the options contradict each other
    LoadSettings(BenchOptions options) {
        this.options = options;
        this.address = options.server.address();
        this.sources = options.server.localAddresses();
        this.tls = options.server.tls().tls();
        this.connectTimeout = options.server.connectTimeout();
        if (address.scheme().webSocket()) {
            checkPath();
        }
    }

    private void checkPath() {
        try {
            URI uri = new URI("ws://localhost" + address.path());
            BenchOptions.require(uri.getHost() != null, address + ": the path begins with /");
        } catch (URISyntaxException e) {
            throw Failure.usage(address + ": the path is no part of a URL: write % and the code of what may not stand"
                    + " in it (a blank is %20)");
        }
    }

    /// The server's address for people, such as `mqtt://localhost:1883`.
    String target() {
        return address.toString();
    }

    /// How long a client waits for the server to let it in.
    Duration connectTimeout() {
        return connectTimeout;
    }

    /// A client that has yet to be given threads and receivers. The addresses to connect from take turns.
    ///
    /// @param index of the client among all, from 0
    /// @param window the most unacknowledged messages, 1 to 65535; the library sends at most 60,000 ahead
    MqttClientBuilder builder(ClientIdentity identity, int index, int window) {
        String password = identity.login().password();
        Login login = new Login(
                identity.login().username(),
                password == null ? null : identity.login().passwordBytes(),
                null);
        MqttClientBuilder builder = MqttClient.builder()
                .server(address)
                .version(options.server.version())
                .clientId(identity.clientId())
                .credentials(clientId -> login)
                .keepAlive(Duration.ofSeconds(options.keepAlive))
                .tls(tls)
                .connectTimeout(connectTimeout)
                .reconnect(Reconnect.NEVER)
                .inFlight(Math.min(window, LARGEST_WINDOW))
                .queue(OfflineQueue.USUAL.of(MOST_MESSAGES, Long.MAX_VALUE))
                .mailbox(MOST_MESSAGES)
                .receiveMaximum(0xffff)
                .maximumPacketSize(LARGEST_PACKET)
                .topicAliases(0, 0)
                .executor(Runnable::run);
        options.server.headers().forEach(builder::header);
        InetAddress source = sources.get(index % sources.size());
        if (source != null) {
            builder.localAddress(source);
        }
        session(builder);
        return builder;
    }

    private void session(MqttClientBuilder builder) {
        boolean clean = Boolean.parseBoolean(options.clean);
        if (!clean) {
            builder.persistentSession(Duration.ofSeconds(Math.clamp(options.sessionExpiry, 1, LONGEST_SESSION)));
        }
        Version version = options.server.version();
        if (version.isV5() && (!clean || options.sessionExpiry > 0)) {
            // Also 0: a session that is resumed once, and ends with the connection.
            builder.connectProperties(Properties.builder()
                    .set(Property.SESSION_EXPIRY_INTERVAL, options.sessionExpiry)
                    .build());
        }
    }
}
