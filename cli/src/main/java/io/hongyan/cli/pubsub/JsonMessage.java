package io.hongyan.cli.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.property.UserProperty;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A message as a JSON object.
final class JsonMessage {
    private static final JsonMapper JSON = JsonMapper.shared();

    private JsonMessage() {}

    static byte[] of(Publish message, Instant time, boolean pretty) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", time.toString());
        fields.put("topic", message.topic().toString());
        fields.put("qos", message.qos().level());
        fields.put("retain", message.retain());
        if (message.qos() != QoS.AT_MOST_ONCE) {
            fields.put("dup", message.dup());
            fields.put("packetId", message.packetId());
        }
        String text = text(message.payload());
        fields.put("payload", text != null ? text : Base64.getEncoder().encodeToString(message.payload()));
        fields.put("base64", text == null);
        Map<String, Object> properties = properties(message.properties());
        if (!properties.isEmpty()) {
            fields.put("properties", properties);
        }
        return pretty
                ? JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(fields)
                : JSON.writeValueAsBytes(fields);
    }

    /// The payload as text, or null when it is no UTF-8.
    private static @Nullable String text(byte[] payload) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static Map<String, Object> properties(Properties properties) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (properties.has(Property.PAYLOAD_FORMAT_INDICATOR)) {
            fields.put("payloadFormatIndicator", properties.number(Property.PAYLOAD_FORMAT_INDICATOR, 0));
        }
        if (properties.has(Property.MESSAGE_EXPIRY_INTERVAL)) {
            fields.put("messageExpiryInterval", properties.number(Property.MESSAGE_EXPIRY_INTERVAL, 0));
        }
        put(fields, "contentType", properties.text(Property.CONTENT_TYPE));
        put(fields, "responseTopic", properties.text(Property.RESPONSE_TOPIC));
        byte[] correlation = properties.binary(Property.CORRELATION_DATA);
        if (correlation != null) {
            fields.put("correlationData", Base64.getEncoder().encodeToString(correlation));
        }
        int[] identifiers = properties.subscriptionIdentifiers();
        if (identifiers.length > 0) {
            fields.put("subscriptionIdentifiers", identifiers);
        }
        List<Map<String, String>> user = new ArrayList<>();
        for (UserProperty property : properties.userProperties()) {
            Map<String, String> pair = new LinkedHashMap<>();
            pair.put("name", property.name());
            pair.put("value", property.value());
            user.add(pair);
        }
        if (!user.isEmpty()) {
            fields.put("userProperties", user);
        }
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
