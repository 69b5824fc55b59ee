package io.hongyan.client.options;

import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.auth.Credentials;
import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.Proxy;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.Tls;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a client was built with; checked by [MqttClientBuilder].
///
/// @param keepAlive seconds
/// @param session how long the server keeps the session of an absent client; null = it ends with the client
/// @param proxy null = none
/// @param localAddress what to connect from; null = the system chooses
/// @param resolver finds all addresses of a name; may take its time
/// @param follow which servers are followed to when a server names them; null = none
/// @param inFlight the most messages of QoS 1 and 2 sent ahead of their acknowledgements
/// @param mailbox the most messages of QoS 0 that wait for one receiver
/// @param orderedExport whether the cloud service is asked to keep this client's order
/// @param replyTopic where answers to requests go; null = made from the client id
public record ClientOptions(
        List<ServerAddress> servers,
        String clientId,
        Version version,
        int keepAlive,
        @Nullable Duration session,
        Credentials credentials,
        @Nullable Will will,
        Properties connectProperties,
        Tls tls,
        @Nullable Proxy proxy,
        @Nullable InetAddress localAddress,
        Function<String, List<InetAddress>> resolver,
        Map<String, String> headers,
        Duration connectTimeout,
        Duration callTimeout,
        Reconnect reconnect,
        @Nullable Predicate<ServerAddress> follow,
        OfflineQueue queue,
        int receiveMaximum,
        int inFlight,
        int maximumPacketSize,
        int aliasesIn,
        int aliasesOut,
        int mailbox,
        boolean orderedExport,
        @Nullable String replyTopic,
        List<Listening> listening,
        @Nullable Consumer<ClientEvent> events,
        ClientObserver observer,
        Executor executor) {
    private static final List<Property> OWN_METHOD =
            List.of(Property.RECEIVE_MAXIMUM, Property.MAXIMUM_PACKET_SIZE, Property.TOPIC_ALIAS_MAXIMUM);

    public ClientOptions {
        Preconditions.check(!servers.isEmpty(), "server is missing: call server(\"mqtt://host:1883\")");
        if (queue.folder() != null) {
            Preconditions.checkFolder("queue.folder", queue.folder());
        }
        Preconditions.check(
                version.isV5() || connectProperties.isEmpty(),
                "userProperty and connectProperties need version(MQTT_5)");
        for (Property own : OWN_METHOD) {
            Preconditions.check(!connectProperties.has(own), "connectProperties: " + own + " has a method of its own");
        }
        Preconditions.check(
                replyTopic == null || version.isV5(),
                "replyTopic needs version(MQTT_5): before, a message has no response topic");
    }

    /// Before 5.0 a server does not say how much it takes at once; Mosquitto's usual 20 is safe.
    public static int usualWindow(Version version) {
        return version.isV5() ? 1000 : 20;
    }

    /// Before 5.0 a server does not choose one.
    public static String randomId() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return "hongyan" + HexFormat.of().formatHex(random);
    }

    /// A receiver that is there before the first connection.
    public record Listening(String filter, Acknowledge acknowledge, Consumer<Delivery> receiver) {}
}
