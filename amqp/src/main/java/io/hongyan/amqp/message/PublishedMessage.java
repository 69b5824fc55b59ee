package io.hongyan.amqp.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.FieldValue;
import io.hongyan.amqp.codec.field.Texts;
import io.hongyan.amqp.codec.method.BasicPublish;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.message.MessageOrigin;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.cloud.business.message.UserProperties;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Makes of what a business system publishes a message for MQTT clients, of QoS 1.
///
/// | AMQP | MQTT |
/// |---|---|
/// | exchange and routing key | the topic: both alike, as the server SDK sends them, or one of them alone |
/// | message-id | the id of the message, if it has 32 hexadecimal digits |
/// | content-type | content type |
/// | expiration | message expiry interval, in seconds as the server SDK means it, not in milliseconds |
/// | reply-to, correlation-id | response topic, correlation data |
/// | header `mqtt5UserProperty` | user properties, from `[{"key":..,"value":..}]` |
final class PublishedMessage {
    private static final long MOST_SECONDS = 0xffff_ffffL;
    private static final String USER_PROPERTIES_FORM =
            HeaderNames.USER_PROPERTIES + " is a text like [{\"key\":\"a\",\"value\":\"b\"}], not ";

    private PublishedMessage() {}

    /// Where it goes, as the client has written it.
    static String address(BasicPublish publish) {
        String exchange = publish.exchange();
        String key = publish.routingKey();
        return key.isEmpty() ? exchange : key;
    }

    /// @throws RefusedMessage when it makes no message
    static ServerMessage of(BasicPublish publish, BasicProperties properties, byte[] body) {
        return new ServerMessage(
                topic(publish),
                null,
                body,
                QoS.AT_LEAST_ONCE,
                false,
                properties(properties),
                lifetime(properties.expiration()),
                true,
                true,
                MessageOrigin.SERVER,
                id(properties.messageId()));
    }

    private static Topic topic(BasicPublish publish) {
        String exchange = publish.exchange();
        String address = address(publish);
        if (!exchange.isEmpty() && !address.equals(exchange) && !address.startsWith(exchange + "/")) {
            throw new RefusedMessage(
                    ReplyCode.NOT_FOUND,
                    ReasonCode.TOPIC_NAME_INVALID,
                    "there is no exchange " + Texts.shown(exchange) + " with routing key " + Texts.shown(address)
                            + "; both are the MQTT topic here");
        }
        try {
            return Topic.of(address);
        } catch (IllegalArgumentException e) {
            throw new RefusedMessage(
                    ReplyCode.SYNTAX_ERROR, ReasonCode.TOPIC_NAME_INVALID, "the topic: " + e.getMessage());
        }
    }

    private static @Nullable Duration lifetime(@Nullable String expiration) {
        if (expiration == null || expiration.isEmpty()) {
            return null;
        }
        try {
            long seconds = Long.parseLong(expiration);
            if (seconds >= 0 && seconds <= MOST_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new RefusedMessage(
                ReplyCode.PRECONDITION_FAILED,
                ReasonCode.PROTOCOL_ERROR,
                "expiration is a number of seconds, 0 to " + MOST_SECONDS + ", not " + Texts.shown(expiration));
    }

    /// An id of another form is the client's own business: its answers do not need it.
    private static @Nullable MessageId id(@Nullable String text) {
        try {
            return text == null ? null : MessageId.parse(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static Properties properties(BasicProperties from) {
        String users = userProperties(from.headers());
        if (users == null && from.contentType() == null && from.replyTo() == null && from.correlationId() == null) {
            return Properties.NONE;
        }
        Properties.Builder to = Properties.builder();
        try {
            set(to, Property.CONTENT_TYPE, from.contentType());
            set(to, Property.RESPONSE_TOPIC, from.replyTo());
            if (from.correlationId() != null) {
                to.set(Property.CORRELATION_DATA, from.correlationId().getBytes(UTF_8));
            }
            if (users != null && !users.isEmpty()) {
                UserProperties.read(users).forEach(user -> to.user(user.name(), user.value()));
            }
            return to.build();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /// The header as the server SDK sends it; null when there is none.
    private static @Nullable String userProperties(@Nullable FieldTable headers) {
        FieldValue value = headers == null ? null : headers.get(HeaderNames.USER_PROPERTIES);
        return switch (value) {
            case null -> null;
            case FieldValue.Nothing _ -> null;
            case FieldValue.Text text -> text.value();
            case FieldValue.Nested _ -> throw wrong(USER_PROPERTIES_FORM + "a table");
            case FieldValue.Items _ -> throw wrong(USER_PROPERTIES_FORM + "an array");
            default -> throw wrong(USER_PROPERTIES_FORM + "a value of another type");
        };
    }

    private static RefusedMessage wrong(String why) {
        return new RefusedMessage(ReplyCode.PRECONDITION_FAILED, ReasonCode.PROTOCOL_ERROR, why);
    }

    private static void set(Properties.Builder to, Property property, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            to.set(property, value);
        }
    }
}
