package io.hongyan.cli.pubsub;

import io.hongyan.cli.option.ClientOptions;
import io.hongyan.cli.option.PacketProperties.Carrier;
import io.hongyan.cli.option.ServerOptions;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.client.MqttClient;
import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.auth.Login;
import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.Proxy;
import io.hongyan.client.message.Message;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options of a command as settings of the client library.
final class ClientSettings {
    private static final long LONGEST_SESSION = 0xffff_fffeL;

    private ClientSettings() {}

    /// @param persist whether the client connects again after a loss
    /// @throws Failure when options contradict each other
    static MqttClientBuilder builder(ClientOptions options, Terminal terminal, boolean persist) {
        ServerOptions server = options.server();
        Connect connect = options.connect(terminal);
        MqttClientBuilder builder = MqttClient.builder()
                .server(server.address())
                .version(connect.version())
                .clientId(connect.clientId())
                .keepAlive(Duration.ofSeconds(connect.keepAlive()))
                .connectTimeout(server.connectTimeout())
                .tls(server.tlsSettings())
                .queue(OfflineQueue.USUAL.of(100_000, Long.MAX_VALUE)); // who publishes waits for permits
        server.headers().forEach(builder::header);
        Login login = new Login(connect.username(), connect.password(), null);
        builder.credentials(clientId -> login);
        Proxy proxy = options.proxy();
        if (proxy != null) {
            builder.proxy(proxy);
        }
        List<InetAddress> from = server.localAddresses().stream()
                .filter(InetAddress.class::isInstance)
                .toList();
        if (!from.isEmpty()) {
            builder.localAddress(from.get(terminal.random().nextInt(from.size())));
        }
        try {
            apply(connect.will(), builder);
            apply(connect, persist, builder);
            int aliases = (int) options.properties(Carrier.PUBLISH).number(Property.TOPIC_ALIAS, 0);
            builder.topicAliases((int) connect.properties().number(Property.TOPIC_ALIAS_MAXIMUM, 0), aliases);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
        return builder;
    }

    private static void apply(@Nullable Will will, MqttClientBuilder builder) {
        if (will == null) {
            return;
        }
        Properties properties = will.properties().without(Property.WILL_DELAY_INTERVAL);
        Message message = new Message(will.topic(), will.payload(), will.qos(), will.retain(), properties);
        builder.will(message, Duration.ofSeconds(will.properties().number(Property.WILL_DELAY_INTERVAL, 0)));
    }

    private static void apply(Connect connect, boolean persist, MqttClientBuilder builder) {
        Properties given = connect.properties();
        if (!connect.cleanStart()) {
            long seconds = given.number(Property.SESSION_EXPIRY_INTERVAL, LONGEST_SESSION);
            builder.persistentSession(Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_SESSION)));
        }
        if (!connect.version().isV5()) {
            return;
        }
        if (given.has(Property.RECEIVE_MAXIMUM)) {
            builder.receiveMaximum((int) given.number(Property.RECEIVE_MAXIMUM, 0));
        }
        if (given.has(Property.MAXIMUM_PACKET_SIZE)) {
            builder.maximumPacketSize((int) Math.min(given.number(Property.MAXIMUM_PACKET_SIZE, 0), 268_435_456));
        }
        Properties rest = given.without(Property.RECEIVE_MAXIMUM)
                .without(Property.MAXIMUM_PACKET_SIZE)
                .without(Property.TOPIC_ALIAS_MAXIMUM);
        if (!persist && !rest.has(Property.SESSION_EXPIRY_INTERVAL)) {
            // The library would have the session outlive cuts of the network, after which nobody comes back here.
            rest = rest.toBuilder().set(Property.SESSION_EXPIRY_INTERVAL, 0).build();
        }
        builder.connectProperties(rest);
    }
}
