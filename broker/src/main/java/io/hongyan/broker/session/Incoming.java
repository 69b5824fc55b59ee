package io.hongyan.broker.session;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What one client has sent and not finished: QoS 2 messages before PUBREL, acknowledgements that wait for a durable
/// store, and the topic aliases of this connection.
///
/// Confined to the session's shard.
final class Incoming {
    private static final int FIRST_ALIASES = 8;

    private final PacketIdSet unreleased = new PacketIdSet();
    private final ArrayDeque<Ack> waiting = new ArrayDeque<>(0);
    private @Nullable Topic[] aliases = new Topic[0];

    /// An acknowledgement that may not leave yet.
    static final class Ack {
        final Publish publish;
        boolean noReceivers;
        boolean safe;

        Ack(Publish publish) {
            this.publish = publish;
        }
    }

    /// QoS 2 identifiers between PUBLISH and PUBREL.
    PacketIdSet unreleased() {
        return unreleased;
    }

    /// Publishes of the client that are not acknowledged, for its send window.
    int outstanding() {
        int others = 0;
        for (Ack ack : waiting) {
            others += ack.publish.qos() == QoS.EXACTLY_ONCE ? 0 : 1;
        }
        return unreleased.size() + others;
    }

    /// Acknowledgements in the order of the PUBLISH packets [MQTT-4.6.0-2].
    ArrayDeque<Ack> waiting() {
        return waiting;
    }

    /// Binds an alias to a topic, for this connection [MQTT-3.3.2-7].
    void bind(int alias, Topic topic) {
        if (alias >= aliases.length) {
            @Nullable Topic[] longer = new Topic[Math.max(alias + 1, Math.max(FIRST_ALIASES, aliases.length * 2))];
            System.arraycopy(aliases, 0, longer, 0, aliases.length);
            aliases = longer;
        }
        aliases[alias] = topic;
    }

    /// The topic behind an alias.
    Topic resolve(int alias) {
        Topic topic = alias < aliases.length ? aliases[alias] : null;
        if (topic == null) {
            throw new ProtocolException(
                    ReasonCode.TOPIC_ALIAS_INVALID, "MQTT-3.3.2-7", "topic alias " + alias + " is not bound");
        }
        return topic;
    }

    /// Whether a QoS 2 message of that identifier is not safe yet, so that nobody may say so.
    boolean isWaiting(int packetId) {
        for (Ack ack : waiting) {
            if (ack.publish.qos() == QoS.EXACTLY_ONCE && ack.publish.packetId() == packetId) {
                return true;
            }
        }
        return false;
    }

    /// The connection is gone: aliases and waiting acknowledgements go with it, QoS 2 state stays. A PUBREC that waits
    /// stays too, since the client may send its message again before it has left.
    void pause() {
        aliases = new Topic[0];
        waiting.removeIf(ack -> ack.safe || ack.publish.qos() != QoS.EXACTLY_ONCE);
    }
}
