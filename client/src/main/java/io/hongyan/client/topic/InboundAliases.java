package io.hongyan.client.topic;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// The topic aliases of the server, as many as this client allows. Confined to the loop; of one connection.
public final class InboundAliases {
    private static final @Nullable Topic[] NONE = {};

    private final int maximum;
    /// Made with the first alias: most servers give none.
    private @Nullable Topic[] topics = NONE;

    public InboundAliases(int maximum) {
        this.maximum = maximum;
    }

    /// The packet with the topic that its alias stands for [MQTT-3.3.2-7].
    public Publish resolved(Publish p) {
        int alias = (int) p.properties().number(Property.TOPIC_ALIAS, 0);
        if (alias == 0) {
            return p;
        }
        if (alias > maximum) {
            throw violation("3.3.2.3.4", "topic alias " + alias + " is above " + maximum);
        }
        if (topics.length == 0) {
            topics = new Topic[maximum + 1];
        }
        if (p.topic().length() > 0) {
            topics[alias] = p.topic();
            return p;
        }
        Topic topic = topics[alias];
        if (topic == null) {
            throw violation("MQTT-3.3.2-7", "topic alias " + alias + " was never given a topic");
        }
        return new Publish(topic, p.packetId(), p.qos(), p.retain(), p.dup(), p.payload(), p.properties());
    }

    private static ProtocolException violation(String clause, String what) {
        return new ProtocolException(ReasonCode.TOPIC_ALIAS_INVALID, clause, what);
    }
}
