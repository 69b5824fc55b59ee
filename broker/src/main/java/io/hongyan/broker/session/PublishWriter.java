package io.hongyan.broker.session;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.Counters;
import io.hongyan.broker.event.PacketWatch;
import io.hongyan.broker.event.Watchpoint;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.session.state.OutboundAliases;
import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.broker.subscription.FrameCache;
import io.hongyan.broker.subscription.PublishPackets;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.wire.PacketEncoder;
import org.jspecify.annotations.Nullable;

/// Writes a message into the connection of one receiver, as a PUBLISH packet.
///
/// Confined to its shard.
public final class PublishWriter {
    /// What a topic alias may add to a packet: the property, and one byte more of each length before it.
    private static final int ALIAS_BYTES = 5;

    private final Counters counters;
    private final Clock clock;
    private final MessageTracer tracer;
    private final Watchpoint watchpoint;

    public PublishWriter(ShardContext context, MessageTracer tracer) {
        this.counters = context.counters();
        this.clock = context.clock();
        this.tracer = tracer;
        this.watchpoint = context.watchpoint();
    }

    /// @param packetId 0 for QoS 0
    /// @param fanout frames shared with other receivers of the message; null when there are none
    /// @return false when the packet is larger than the client takes; then nothing was written
    boolean write(
            ClientConnection to,
            Message message,
            DeliveryOptions options,
            int packetId,
            boolean dup,
            @Nullable FrameCache fanout) {
        boolean common = options.subscriptionIds().length == 0 && !dup && to.outboundAliases() == null;
        boolean written = (common && fanout != null && fanout.shared())
                ? copy(to, message, options, packetId, fanout)
                : encode(to, message, options, packetId, dup);
        if (written) {
            to.facts().sent(message.payload().length);
            to.session().home().sent(to.session(), message.topic(), options.qos(), message.payload().length);
        }
        MessageId traced = message.traceId();
        if (traced != null && written && !dup) {
            tracer.pushed(to, traced);
        }
        PacketWatch watch = watchpoint.watch();
        if (watch != null && written) {
            WatchedPackets.delivered(watch, to, message, options, packetId, dup);
        }
        return written;
    }

    private boolean copy(
            ClientConnection to, Message message, DeliveryOptions options, int packetId, FrameCache fanout) {
        QoS qos = options.qos();
        FrameCache.Frame frame = fanout.frame(message, to.version(), qos, options.retain(), now(message));
        int size = frame.bytes().length;
        if (size > to.maxPacketBytes()) {
            return false;
        }
        frame.write(to.frame(size), packetId);
        counters.publishSent(qos, message.payload().length, size);
        return true;
    }

    private boolean encode(ClientConnection to, Message message, DeliveryOptions options, int packetId, boolean dup) {
        Version version = to.version();
        Topic topic = message.topic();
        QoS qos = options.qos();
        Properties properties = version.isV5()
                ? PublishPackets.properties(message, options.subscriptionIds(), now(message))
                : Properties.NONE;
        int size = size(message, topic, qos, properties, version);
        if (size > to.maxPacketBytes()) {
            return false;
        }
        OutboundAliases aliases = to.outboundAliases();
        if (aliases != null && size + ALIAS_BYTES <= to.maxPacketBytes()) {
            int alias = aliases.use(topic);
            if (alias != OutboundAliases.NONE) {
                properties = properties.toBuilder()
                        .set(Property.TOPIC_ALIAS, Math.abs(alias))
                        .build();
                topic = alias > 0 ? Topic.NONE : topic;
                size = size(message, topic, qos, properties, version);
            }
        }
        PacketEncoder.encodePublish(
                topic, packetId, qos, options.retain(), dup, message.payload(), properties, version, to.frame(size));
        counters.publishSent(qos, message.payload().length, size);
        return true;
    }

    private static int size(Message message, Topic topic, QoS qos, Properties properties, Version version) {
        int propertiesLength = properties.isEmpty() ? 0 : properties.encodedLength();
        return PacketEncoder.publishSize(topic, qos, message.payload().length, propertiesLength, version);
    }

    private long now(Message message) {
        return message.expiresAt() == Message.NEVER ? 0 : clock.wallMillis();
    }
}
