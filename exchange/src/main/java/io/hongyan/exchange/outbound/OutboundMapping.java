package io.hongyan.exchange.outbound;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.cloud.business.message.UserProperties;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.exchange.property.PropertyNames;
import io.hongyan.exchange.spi.OutboundMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes of an MQTT message one of the other system, by the property table of the cloud service (data exchange with
/// Message Queue for Apache RocketMQ, "property mapping").
///
/// | property | value |
/// |---|---|
/// | `qoslevel` | 0, 1, 2 |
/// | `cleansessionflag` | `true`, `false`: of the publisher's session |
/// | `mqttSecondTopic` | the levels below the parent topic, a slash before each, as `/a/b`; absent without any |
/// | `clientId` | of the publisher; absent for a message of the server |
/// | `topic` | the whole topic |
/// | `mqtt5UserProperty` | `[{"key":..,"value":..}]`, absent without any, and when it had more than 8 KiB |
/// | `mqtt5MsgExpireInterval` | seconds that are left, 1 to 65535; absent for ever |
/// | `mqtt5ContentType` | content type |
final class OutboundMapping {
    private static final int MOST_SECONDS = 65_535;

    private OutboundMapping() {}

    /// A message, and what could not come with it.
    ///
    /// @param leftOut why the user properties are not there; null when they are
    record Mapped(OutboundMessage message, @Nullable String leftOut) {}

    /// @param now wall milliseconds of the broker
    static Mapped of(Message message, OutboxLabel label, long now) {
        Map<String, String> properties = new LinkedHashMap<>();
        String topic = message.topic().toString();
        int slash = topic.indexOf('/');
        properties.put(PropertyNames.QOS, Integer.toString(message.qos().level()));
        properties.put(PropertyNames.CLEAN_SESSION, Boolean.toString(label.cleanSession()));
        properties.put(PropertyNames.TOPIC, topic);
        if (slash >= 0 && slash + 1 < topic.length()) {
            properties.put(PropertyNames.SECOND_TOPIC, topic.substring(slash));
        }
        if (!message.publisher().isEmpty()) {
            properties.put(PropertyNames.CLIENT_ID, message.publisher());
        }
        if (message.expiresAt() != Message.NEVER) {
            long seconds = Math.clamp(Math.ceilDiv(message.expiresAt() - now, 1000), 1, MOST_SECONDS);
            properties.put(PropertyNames.EXPIRY, Long.toString(seconds));
        }
        String leftOut = fromMqtt5(message.properties(), properties);
        OutboundMessage mapped = new OutboundMessage(
                label.id().toString(), message.publisher(), label.ordered(), "", properties, message.payload());
        return new Mapped(mapped, leftOut);
    }

    private static @Nullable String fromMqtt5(Properties from, Map<String, String> to) {
        if (from.isEmpty()) {
            return null;
        }
        String contentType = from.text(Property.CONTENT_TYPE);
        if (contentType != null && !contentType.isEmpty()) {
            to.put(PropertyNames.CONTENT_TYPE, contentType);
        }
        if (from.userProperties().isEmpty()) {
            return null;
        }
        String users = UserProperties.write(from.userProperties());
        if (UserProperties.isTooLong(users)) {
            return "its user properties have more than " + UserProperties.MOST_BYTES + " bytes as JSON";
        }
        to.put(PropertyNames.USER_PROPERTIES, users);
        return null;
    }
}
