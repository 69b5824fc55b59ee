package io.hongyan.broker.session;

import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.route.Fanout;
import io.hongyan.broker.route.Forwarding;
import io.hongyan.broker.route.Route;
import io.hongyan.broker.route.SharedGroup;
import io.hongyan.broker.route.Target;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.wire.PacketEncoder;
import io.hongyan.transport.Connection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The last step of a message: from its routes to bytes in the receiver's connection, or into its queue.
///
/// Confined to its shard.
final class Delivering {
    /// What a topic alias may add to a packet: the property, and one byte more of each length before it.
    private static final int ALIAS_BYTES = 5;

    private final Shard shard;

    Delivering(Shard shard) {
        this.shard = shard;
    }

    /// Delivers by subscription: one copy, at the highest QoS that the message and the subscriptions allow
    /// [MQTT-3.3.4-2], with all identifiers [MQTT-3.3.4-4].
    void deliver(Session to, Message message, Target target, @Nullable SharedGroup group, Fanout fanout) {
        if (target.routeCount() == 1) {
            Route route = target.first();
            if (route.noLocal() && own(to, message)) {
                return;
            }
            boolean retain = message.retain() && route.retainAsPublished();
            send(to, message, message.qos().min(route.qos()), retain, ids(route), group, fanout);
        } else {
            deliverOverlapping(to, message, target, fanout);
        }
    }

    /// Delivers without subscription, as published.
    void direct(Session to, Message message) {
        send(to, message, message.qos(), false, Forwarding.NO_IDS, null, null);
    }

    /// Delivers a retained message because of a subscription [MQTT-3.3.1-9].
    void retained(Session to, Message message, Route route) {
        send(to, message, message.qos().min(route.qos()), true, ids(route), null, null);
    }

    /// Writes a QoS 1 or 2 message under its identifier; false when it is too large for the client.
    boolean write(Session to, Delivery d, boolean dup, @Nullable Fanout fanout) {
        return write(to, d.message, d.qos, d.packetId, dup, d.retain, d.subscriptionIds, fanout);
    }

    private void deliverOverlapping(Session to, Message message, Target target, Fanout fanout) {
        boolean own = own(to, message);
        QoS qos = QoS.AT_MOST_ONCE;
        boolean any = false;
        boolean retain = false;
        int[] ids = new int[target.routeCount()];
        int idCount = 0;
        for (int i = 0; i < target.routeCount(); i++) {
            Route route = target.route(i);
            if (route.noLocal() && own) {
                continue;
            }
            any = true;
            qos = route.qos().compareTo(qos) > 0 ? route.qos() : qos;
            retain |= route.retainAsPublished();
            if (route.subscriptionId() != 0) {
                ids[idCount++] = route.subscriptionId();
            }
        }
        if (any) {
            int[] exact = idCount == 0 ? Forwarding.NO_IDS : Arrays.copyOf(ids, idCount);
            send(to, message, message.qos().min(qos), message.retain() && retain, exact, null, fanout);
        }
    }

    private void send(
            Session to,
            Message message,
            QoS qos,
            boolean retain,
            int[] ids,
            @Nullable SharedGroup group,
            @Nullable Fanout fanout) {
        if (qos != QoS.AT_MOST_ONCE) {
            if (to.connected() || to.persistent()) {
                to.outgoing().offer(message, qos, retain, ids, group, fanout);
            }
        } else if (to.connected()) {
            if (!to.writable()) {
                to.dropped(message, DropReason.BACKLOG_FULL);
            } else if (!write(to, message, qos, 0, false, retain, ids, fanout)) {
                to.dropped(message, DropReason.TOO_LARGE);
            }
        }
    }

    private boolean write(
            Session to,
            Message message,
            QoS qos,
            int packetId,
            boolean dup,
            boolean retain,
            int[] ids,
            @Nullable Fanout fanout) {
        Connection connection = to.connection();
        if (connection == null) {
            return true;
        }
        Version version = to.version();
        if (fanout != null && fanout.shared() && ids.length == 0 && to.aliases == null && !dup) {
            Fanout.Frame frame = fanout.frame(message, version, qos, retain, now(message));
            int size = frame.bytes().length;
            if (size > to.maxPacketBytes()) {
                return false;
            }
            frame.write(connection.frame(size), packetId);
            shard.counters().publishSent(qos, message.payload().length, size);
            return true;
        }
        return encode(to, connection, message, qos, packetId, dup, retain, ids);
    }

    private boolean encode(
            Session to,
            Connection connection,
            Message message,
            QoS qos,
            int packetId,
            boolean dup,
            boolean retain,
            int[] ids) {
        Version version = to.version();
        Topic topic = message.topic();
        Properties properties = version.isV5() ? Forwarding.properties(message, ids, now(message)) : Properties.NONE;
        int size = size(message, topic, qos, properties, version);
        if (size > to.maxPacketBytes()) {
            return false;
        }
        if (to.aliases != null && size + ALIAS_BYTES <= to.maxPacketBytes()) {
            int alias = to.aliases.use(topic);
            if (alias != Aliases.NONE) {
                properties = properties.toBuilder()
                        .set(Property.TOPIC_ALIAS, Math.abs(alias))
                        .build();
                topic = alias > 0 ? Topic.NONE : topic;
                size = size(message, topic, qos, properties, version);
            }
        }
        PacketEncoder.encodePublish(
                topic, packetId, qos, retain, dup, message.payload(), properties, version, connection.frame(size));
        shard.counters().publishSent(qos, message.payload().length, size);
        return true;
    }

    private static int size(Message message, Topic topic, QoS qos, Properties properties, Version version) {
        int propertiesLength = properties.isEmpty() ? 0 : properties.encodedLength();
        return PacketEncoder.publishSize(topic, qos, message.payload().length, propertiesLength, version);
    }

    private long now(Message message) {
        return message.expiresAt() == Message.NEVER ? 0 : shard.clock().wallMillis();
    }

    private static int[] ids(Route route) {
        int id = route.subscriptionId();
        return id == 0 ? Forwarding.NO_IDS : new int[] {id};
    }

    private static boolean own(Session to, Message message) {
        return message.publisher().equals(to.clientId());
    }
}
