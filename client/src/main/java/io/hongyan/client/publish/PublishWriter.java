package io.hongyan.client.publish;

import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.PublishOutcome.Refused;
import io.hongyan.client.options.ClientOptions;
import io.hongyan.client.topic.OutboundAliases;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.wire.PacketEncoder;
import org.jspecify.annotations.Nullable;

/// Writes PUBLISH packets to the connection that there is, within the server's limits and with its topic aliases.
///
/// Confined to the loop.
final class PublishWriter {
    private static final int RELEASE = 0x62;
    /// Bytes that may wait for the socket; more messages wait in the queue, where they are bounded.
    private static final long BACKLOG = 1 << 20;

    private final ClientEventLoop loop;
    private final Version version;
    private final int aliasesOut;
    private final ClientObserver observer;
    private final boolean observed;
    private @Nullable PublishConnection connection;
    private @Nullable ServerLimits limits;
    /// Made with the first message of a connection.
    private @Nullable OutboundAliases aliases;

    PublishWriter(ClientEventLoop loop, ClientOptions options) {
        this.loop = loop;
        this.version = options.session().version();
        this.aliasesOut = options.limits().aliasesOut();
        this.observer = options.callbacks().observer();
        this.observed = !observer.equals(ClientObserver.NONE);
    }

    void connected(PublishConnection to, ServerLimits server) {
        connection = to;
        limits = server;
        aliases = null;
    }

    void disconnected() {
        connection = null;
        limits = null;
    }

    boolean isConnected() {
        return connection != null;
    }

    /// Whether the connection takes more at present.
    ///
    /// @param heldBytes bytes that will be sent soon
    boolean hasRoom(long heldBytes) {
        return connection != null && connection.backlog() + heldBytes < BACKLOG;
    }

    /// The refusal that the server's limits imply for this message; null = none, or there is no connection.
    @Nullable
    ReasonCode obstacle(OutgoingMessage outgoing) {
        return limits == null ? null : obstacle(limits, outgoing.message());
    }

    /// [MQTT-3.2.2-11], [MQTT-3.2.2-14], [MQTT-3.2.2-15].
    private @Nullable ReasonCode obstacle(ServerLimits server, Message message) {
        if (message.qos().level() > server.maximumQos().level()) {
            return ReasonCode.QOS_NOT_SUPPORTED;
        }
        if (message.retain() && !server.retainAvailable()) {
            return ReasonCode.RETAIN_NOT_SUPPORTED;
        }
        int encoded = message.properties().encodedLength();
        int size =
                PacketEncoder.publishSize(message.topic(), message.qos(), message.payload().length, encoded, version);
        return size > server.maximumPacketSize() ? ReasonCode.PACKET_TOO_LARGE : null;
    }

    /// The same as an outcome.
    @Nullable
    Refused refusal(OutgoingMessage outgoing) {
        ReasonCode obstacle = obstacle(outgoing);
        return obstacle == null ? null : new Refused(obstacle, "the server said so when it let the client in");
    }

    /// Sends PUBREL, if there is a connection.
    void release(int packetId) {
        if (connection != null) {
            connection.acknowledge(RELEASE, packetId);
        }
    }

    /// Sends a message, if there is a connection.
    ///
    /// @param packetId 0 at QoS 0
    /// @param dup whether it was sent before
    void send(OutgoingMessage outgoing, int packetId, boolean dup) {
        PublishConnection to = connection;
        if (to == null) {
            return;
        }
        Message message = outgoing.message();
        Properties properties = outgoing.properties(loop.now());
        OutboundAliases known = version.isV5() ? aliases() : null;
        int alias = known == null ? 0 : known.of(message.topic(), outgoing.weight());
        if (known == null || alias == 0) {
            to.publish(message, message.topic(), properties, packetId, dup);
        } else {
            to.publish(message, known.replaced(alias), known.with(alias, properties), packetId, dup);
        }
        if (observed) {
            observer.sent(message.topic(), message.qos(), message.payload().length);
        }
    }

    /// Those of the connection; null = there is none.
    private @Nullable OutboundAliases aliases() {
        ServerLimits server = limits;
        if (aliases == null && server != null) {
            aliases = new OutboundAliases(Math.min(server.topicAliasMaximum(), aliasesOut), server.maximumPacketSize());
        }
        return aliases;
    }
}
