package io.hongyan.client;

import io.hongyan.client.auth.Credentials;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import java.net.InetAddress;
import java.time.Duration;
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
/// @param resolver finds all addresses of a name; may take its time
/// @param follow which servers are followed to when a server names them; null = none
/// @param inFlight the most messages of QoS 1 and 2 sent ahead of their acknowledgements
/// @param mailbox the most messages of QoS 0 that wait for one receiver
/// @param orderedExport whether the cloud service is asked to keep this client's order
/// @param replyTopic where answers to requests go; null = made from the client id
record ClientOptions(
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
        Executor executor,
        @Nullable ClientThreads threads) {
    /// A receiver that is there before the first connection.
    record Listening(String filter, Consumer<Delivery> receiver) {}
}
