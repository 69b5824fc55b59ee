package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.OutboundMessage;
import io.hongyan.exchange.spi.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.jspecify.annotations.Nullable;

/// Turns what the service sends into messages of RocketMQ, and says what RocketMQ would not take.
final class OutboundForm {
    /// Properties are written to the log of the broker with a length of 15 bits, and the broker adds some of its own.
    static final int MAX_PROPERTY_BYTES = 32_000;
    /// What a message has in a batch besides body and properties, with room to spare.
    static final int OVERHEAD_BYTES = 256;

    private OutboundForm() {}

    /// Why it can never be sent; null when it can.
    static SendOutcome.@Nullable Never fault(OutboundMessage message, int maxBodyBytes) {
        if (message.body().length == 0) {
            return new SendOutcome.Never(
                    Faults.ILLEGAL,
                    "message " + message.id() + " has an empty body, which RocketMQ's clients do not take");
        }
        if (message.body().length > maxBodyBytes) {
            return new SendOutcome.Never(
                    Faults.TOO_LARGE,
                    "message " + message.id() + " has " + message.body().length + " bytes; RocketMQ takes "
                            + maxBodyBytes);
        }
        for (Map.Entry<String, String> property : message.properties().entrySet()) {
            String bad = propertyFault(property.getKey(), property.getValue());
            if (bad != null) {
                return new SendOutcome.Never(Faults.ILLEGAL, "message " + message.id() + ": " + bad);
            }
        }
        if (separates(message.tag())) {
            return new SendOutcome.Never(
                    Faults.ILLEGAL,
                    "message " + message.id() + ": its tag has a character that "
                            + "RocketMQ separates properties with (U+0001 or U+0002)");
        }
        int bytes = propertyBytes(message);
        return bytes <= MAX_PROPERTY_BYTES
                ? null
                : new SendOutcome.Never(
                        Faults.TOO_LARGE,
                        "message " + message.id() + " has properties of " + bytes + " bytes; RocketMQ takes "
                                + MAX_PROPERTY_BYTES);
    }

    private static @Nullable String propertyFault(String name, String value) {
        if (MessageConst.STRING_HASH_SET.contains(name)) {
            return "property " + name + " is one of RocketMQ's own; use another name";
        }
        if (name.isBlank() || value.isBlank()) {
            return "RocketMQ takes no property without name or value (" + name + ")";
        }
        return separates(name) || separates(value)
                ? "property " + name + " has a character that RocketMQ separates properties with (U+0001 or U+0002)"
                : null;
    }

    private static boolean separates(String text) {
        return text.indexOf(MessageDecoder.NAME_VALUE_SEPARATOR) >= 0
                || text.indexOf(MessageDecoder.PROPERTY_SEPARATOR) >= 0;
    }

    /// How much room it takes in a batch.
    static int size(OutboundMessage message) {
        return message.body().length + propertyBytes(message) + OVERHEAD_BYTES;
    }

    private static int propertyBytes(OutboundMessage message) {
        int most = 3 * message.tag().length();
        for (Map.Entry<String, String> property : message.properties().entrySet()) {
            most += 3 * (property.getKey().length() + property.getValue().length()) + 2;
        }
        // Seldom worth to encode them for.
        return most <= MAX_PROPERTY_BYTES ? most : exactPropertyBytes(message);
    }

    private static int exactPropertyBytes(OutboundMessage message) {
        int bytes = utf8(message.tag());
        for (Map.Entry<String, String> property : message.properties().entrySet()) {
            bytes += utf8(property.getKey()) + utf8(property.getValue()) + 2;
        }
        return bytes;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// @param topic with its namespace
    static Message form(String topic, OutboundMessage message) {
        var properties = new HashMap<String, String>(message.properties().size() * 2 + 4);
        properties.putAll(message.properties());
        // RocketMQ's client gives an id only to a message that has none.
        properties.put(MessageConst.PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX, message.id());
        if (!message.tag().isEmpty()) {
            properties.put(MessageConst.PROPERTY_TAGS, message.tag());
        }
        var form = new Message();
        form.setTopic(topic);
        form.setBody(message.body());
        MessageAccessor.setProperties(form, properties);
        return form;
    }
}
