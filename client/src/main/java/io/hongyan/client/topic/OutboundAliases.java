package io.hongyan.client.topic;

import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The topic aliases of the client (MQTT 5.0, chapter 3.3.2.3.4), as many as the server allows. When all are assigned,
/// a topic that was not used since the last round (the clock algorithm) loses its alias.
///
/// Confined to the loop; of one connection.
public final class OutboundAliases {
    private static final int MOST = 256;
    /// A shorter topic gains nothing.
    private static final int SHORTEST = 5;

    private final int maximum;
    private final long packetBytes;
    private final Map<Topic, Alias> byTopic = new HashMap<>(0);
    /// From 1; as long as the numbers that were given.
    private @Nullable Alias[] byNumber = {null};
    private int given;
    private int hand;

    private static final class Alias {
        final int number;
        Topic topic;
        final Properties alone;
        boolean used;
        boolean known;

        Alias(int number, Topic topic) {
            this.number = number;
            this.topic = topic;
            this.alone = Properties.builder().set(Property.TOPIC_ALIAS, number).build();
        }
    }

    /// @param maximum what the server allows, 0 to 65535
    /// @param packetBytes the largest packet that the server takes
    public OutboundAliases(int maximum, long packetBytes) {
        this.packetBytes = packetBytes;
        this.maximum = Math.min(MOST, maximum);
    }

    /// The alias of a message's topic from now on, or 0 when it has none. A message that is nearly too large has
    /// none, since topic and number together may be too much.
    ///
    /// @param bytes about the size of the message
    public int of(Topic topic, long bytes) {
        if (maximum == 0 || topic.length() < SHORTEST || bytes > packetBytes) {
            return 0;
        }
        Alias alias = byTopic.get(topic);
        if (alias == null) {
            alias = given < maximum ? new Alias(++given, topic) : recycled(topic);
            if (alias == null) {
                return 0;
            }
            if (alias.number == byNumber.length) {
                byNumber = Arrays.copyOf(byNumber, Math.min(maximum + 1, 2 * byNumber.length));
            }
            byNumber[alias.number] = alias;
            byTopic.put(topic, alias);
        }
        alias.used = true;
        return alias.number;
    }

    /// The topic to put into the packet. The server knows the alias after that packet.
    public Topic replaced(int number) {
        Alias alias = byNumber[number];
        if (alias == null) {
            throw new IllegalStateException("no alias " + number);
        }
        Topic shown = alias.known ? Topic.NONE : alias.topic;
        alias.known = true;
        return shown;
    }

    /// The properties with the number.
    public Properties with(int number, Properties properties) {
        Alias alias = byNumber[number];
        if (properties.isEmpty() && alias != null) {
            return alias.alone;
        }
        return properties.toBuilder().set(Property.TOPIC_ALIAS, number).build();
    }

    private @Nullable Alias recycled(Topic topic) {
        hand = hand % maximum + 1;
        Alias alias = byNumber[hand];
        if (alias == null || alias.used) {
            if (alias != null) {
                alias.used = false;
            }
            return null;
        }
        byTopic.remove(alias.topic);
        alias.topic = topic;
        alias.known = false;
        return alias;
    }
}
