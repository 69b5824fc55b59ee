package io.hongyan.exchange.inbound;

import io.hongyan.broker.message.MessageOrigin;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.cloud.business.message.UserProperties;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.exchange.property.PropertyNames;
import io.hongyan.exchange.spi.InboundMessage;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes of a message of the other system one for MQTT clients, by the property table of the cloud service.
///
/// | property | meaning | default |
/// |---|---|---|
/// | `qoslevel` | 0, 1, 2 | 1 |
/// | `mqttSecondTopic` | levels below the parent topic, slashes at the ends or not; `p2p/CLIENTID`: one client | none |
/// | `mqttRealTopic` | the topic that receivers see, whole or below the parent topic | as routed |
/// | `cleansessionflag` | for one client: `false` lets the message wait for it while it is away | `true` |
/// | `mqtt5UserProperty` | `[{"key":..,"value":..}]`, at most 8 KiB | none |
/// | `mqtt5MsgExpireInterval` | seconds, 0 to 65535; 0 for ever | for ever |
/// | `mqtt5ContentType` | content type | none |
final class InboundMapping {
    private static final int MOST_SECONDS = 65_535;

    private final String parent;

    /// @param parent the topic that messages without subtopic go to
    InboundMapping(String parent) {
        this.parent = parent;
    }

    /// @throws IllegalArgumentException when the message can never be delivered; the text names the value
    ServerMessage map(InboundMessage message) {
        Map<String, String> given = message.properties();
        Topic address = topic(PropertyNames.SECOND_TOPIC, given.getOrDefault(PropertyNames.SECOND_TOPIC, ""));
        String shown = given.getOrDefault(PropertyNames.REAL_TOPIC, "");
        return new ServerMessage(
                address,
                shown.isEmpty() ? null : topic(PropertyNames.REAL_TOPIC, shown),
                message.body(),
                qos(given.getOrDefault(PropertyNames.QOS, "1")),
                false,
                properties(given),
                lifetime(given.getOrDefault(PropertyNames.EXPIRY, "0")),
                !clean(given.getOrDefault(PropertyNames.CLEAN_SESSION, "true")),
                !given.containsKey(PropertyNames.TOPIC),
                MessageOrigin.OTHER_SYSTEM);
    }

    private Topic topic(String property, String given) {
        int from = 0;
        int to = given.length();
        while (from < to && given.charAt(from) == '/') {
            from++;
        }
        while (to > from && given.charAt(to - 1) == '/') {
            to--;
        }
        String levels = given.substring(from, to);
        boolean whole =
                property.equals(PropertyNames.REAL_TOPIC) && (levels.equals(parent) || levels.startsWith(parent + "/"));
        String name = whole ? levels : levels.isEmpty() ? parent : parent + "/" + levels;
        try {
            return Topic.of(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(property + " makes no topic: " + e.getMessage(), e);
        }
    }

    private static QoS qos(String given) {
        return switch (given) {
            case "0" -> QoS.AT_MOST_ONCE;
            case "1" -> QoS.AT_LEAST_ONCE;
            case "2" -> QoS.EXACTLY_ONCE;
            default -> throw new IllegalArgumentException(PropertyNames.QOS + " is 0, 1 or 2, not " + given);
        };
    }

    private static boolean clean(String given) {
        return switch (given) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(PropertyNames.CLEAN_SESSION + " is true or false, not " + given);
        };
    }

    private static @Nullable Duration lifetime(String given) {
        try {
            int seconds = Integer.parseInt(given);
            if (seconds >= 0 && seconds <= MOST_SECONDS) {
                return seconds == 0 ? null : Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new IllegalArgumentException(PropertyNames.EXPIRY + " is 0 to " + MOST_SECONDS + ", not " + given);
    }

    private static Properties properties(Map<String, String> given) {
        String users = given.getOrDefault(PropertyNames.USER_PROPERTIES, "");
        String contentType = given.getOrDefault(PropertyNames.CONTENT_TYPE, "");
        if (users.isEmpty() && contentType.isEmpty()) {
            return Properties.NONE;
        }
        Properties.Builder properties = Properties.builder();
        if (!contentType.isEmpty()) {
            properties.set(Property.CONTENT_TYPE, contentType);
        }
        if (!users.isEmpty()) {
            UserProperties.read(users).forEach(user -> properties.user(user.name(), user.value()));
        }
        return properties.build();
    }
}
