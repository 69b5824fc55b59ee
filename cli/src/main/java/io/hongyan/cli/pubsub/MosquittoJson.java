package io.hongyan.cli.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.property.UserProperty;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// A message as the JSON object that mosquitto_sub prints for `%j` and `%J`. What is no UTF-8 becomes an array of its
/// bytes.
final class MosquittoJson implements MessageLayout {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final MessageLayout.Style style;
    private final boolean escaped;

    /// @param escaped whether the payload is a text in the object; otherwise it is JSON itself
    MosquittoJson(MessageLayout.Style style, boolean escaped) {
        this.style = style;
        this.escaped = escaped;
    }

    @Override
    public byte[] bytes(Publish message, Instant time) {
        JsonNode payload = null;
        if (!escaped && message.payload().length > 0) {
            try {
                payload = MAPPER.readTree(message.payload());
            } catch (JacksonException e) {
                style.tell().accept("Error: Message payload is not valid JSON on topic " + message.topic() + ".");
                return new byte[0];
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ObjectWriter writer = style.pretty() ? MAPPER.writer().with(new TabbedPrinter()) : MAPPER.writer();
        try (JsonGenerator json = writer.createGenerator(out)) {
            json.writeStartObject();
            head(json, message, time);
            properties(json, message.properties());
            json.writeName("payload");
            if (message.payload().length == 0) {
                json.writeNull();
            } else if (payload == null) {
                binary(json, message.payload());
            } else {
                writer.writeValue(json, payload);
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private void head(JsonGenerator json, Publish message, Instant time) {
        String stamp = StrftimeLetter.of('F', time, style.zone())
                + "T"
                + StrftimeLetter.of('T', time, style.zone())
                + "." + StrftimeLetter.of('N', time, style.zone()).substring(0, 6) + "Z"
                + StrftimeLetter.of('z', time, style.zone());
        json.writeStringProperty("tst", stamp);
        json.writeStringProperty("topic", message.topic().toString());
        json.writeNumberProperty("qos", message.qos().level());
        json.writeNumberProperty("retain", message.retain() ? 1 : 0);
        json.writeNumberProperty("payloadlen", message.payload().length);
        if (message.qos() != QoS.AT_MOST_ONCE) {
            json.writeNumberProperty("mid", message.packetId());
        }
    }

    private static void properties(JsonGenerator json, Properties properties) {
        if (properties.isEmpty()) {
            return;
        }
        json.writeName("properties");
        json.writeStartObject();
        for (int identifier : properties.subscriptionIdentifiers()) {
            json.writeNumberProperty("subscription-identifier", identifier);
        }
        number(json, "payload-format-indicator", properties, Property.PAYLOAD_FORMAT_INDICATOR);
        text(json, "content-type", properties.text(Property.CONTENT_TYPE));
        text(json, "response-topic", properties.text(Property.RESPONSE_TOPIC));
        byte[] correlation = properties.binary(Property.CORRELATION_DATA);
        if (correlation != null) {
            json.writeName("correlation-data");
            binary(json, correlation);
        }
        List<UserProperty> user = properties.userProperties();
        if (!user.isEmpty()) {
            json.writeName("user-properties");
            json.writeStartObject();
            user.forEach(pair -> json.writeStringProperty(pair.name(), pair.value()));
            json.writeEndObject();
        }
        number(json, "message-expiry-interval", properties, Property.MESSAGE_EXPIRY_INTERVAL);
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, Properties properties, Property property) {
        if (properties.has(property)) {
            json.writeNumberProperty(name, properties.number(property, 0));
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    private static void binary(JsonGenerator json, byte[] bytes) {
        try {
            json.writeString(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            json.writeStartArray();
            for (byte octet : bytes) {
                json.writeNumber(octet & 0xff);
            }
            json.writeEndArray();
        }
    }
}
