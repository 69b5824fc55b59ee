package io.hongyan.amqp.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.Texts;
import io.hongyan.amqp.codec.wire.DeliveryEncoder;
import io.hongyan.amqp.queue.Delivery;
import io.hongyan.amqp.queue.QueueKey;
import io.hongyan.amqp.queue.QueueKind;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.message.StatusNotice;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.cloud.business.message.NoticeBody;
import io.hongyan.cloud.business.message.UserProperties;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/// What a consumer gets: of a message of an MQTT client, or of a status notice.
///
/// | AMQP | value |
/// |---|---|
/// | exchange, routing-key | the parent topic; the whole topic, or the parent topic when it has more than 255 bytes |
/// | message-id | 32 upper-case hexadecimal digits, the same at each delivery |
/// | delivery-mode | 2 |
/// | content-type | content type |
/// | expiration | seconds that are left, 1 or more; absent for ever |
/// | reply-to, correlation-id | response topic, correlation data if it is UTF-8 |
/// | header `mqttParentTopic` | the first level |
/// | header `mqttSecondTopic` | the levels below it, a slash before each; empty without any |
/// | header `clientId` | of the publisher |
/// | header `bornTime` | milliseconds since 1970 |
/// | header `qoslevel` | 0, 1, 2: of the PUBLISH |
/// | header `mqtt5UserProperty` | `[{"key":..,"value":..}]`, absent without any |
///
/// The body of a status notice is JSON; it has neither headers nor id.
public record DeliveredMessage(String exchange, String routingKey, BasicProperties properties, byte[] body) {
    private static final System.Logger LOG = System.getLogger(DeliveredMessage.class.getName());
    private static final int KEPT = 2;
    private static final String STATUS = "STATUS";

    /// @param now wall milliseconds of the broker
    /// @param frameMax that the header must fit in
    public static DeliveredMessage of(QueueKey queue, Delivery delivery, long now, int frameMax) {
        Message message = delivery.entry().message();
        return queue.kind() == QueueKind.STATUS
                ? notice(message)
                : message(message, delivery.entry().label(), now, frameMax);
    }

    private static DeliveredMessage notice(Message message) {
        byte[] body = NoticeBody.of(StatusNotice.of(message));
        return new DeliveredMessage(STATUS, STATUS, BasicProperties.NONE, body);
    }

    private static DeliveredMessage message(Message message, OutboxLabel label, long now, int frameMax) {
        String topic = message.topic().toString();
        int slash = topic.indexOf('/');
        String parent = slash < 0 ? topic : topic.substring(0, slash);
        FieldTable.Builder headers = FieldTable.builder()
                .put(HeaderNames.PARENT_TOPIC, parent)
                .put(HeaderNames.SECOND_TOPIC, slash < 0 ? "" : topic.substring(slash))
                .put(HeaderNames.CLIENT_ID, message.publisher())
                .put(HeaderNames.BORN, Long.toString(MessageIds.millis(label.id(), now)))
                .put(HeaderNames.QOS, Integer.toString(message.qos().level()));
        BasicProperties.Builder properties = BasicProperties.builder()
                .deliveryMode(KEPT)
                .messageId(label.id().toString())
                .expiration(secondsLeft(message, now));
        fromMqtt5(message.properties(), properties);
        return new DeliveredMessage(
                fits(parent) ? parent : "",
                fits(topic) ? topic : fits(parent) ? parent : "",
                withUserProperties(message, headers, properties, frameMax),
                message.payload());
    }

    private static @Nullable String secondsLeft(Message message, long now) {
        return message.expiresAt() == Message.NEVER
                ? null
                : Long.toString(Math.max(1, Math.ceilDiv(message.expiresAt() - now, 1000)));
    }

    private static void fromMqtt5(Properties from, BasicProperties.Builder to) {
        if (from.isEmpty()) {
            return;
        }
        to.contentType(fitting(from.text(Property.CONTENT_TYPE)));
        to.replyTo(fitting(from.text(Property.RESPONSE_TOPIC)));
        byte[] correlation = from.binary(Property.CORRELATION_DATA);
        to.correlationId(correlation == null ? null : fitting(text(correlation)));
    }

    /// Null for a text that no short string can be: it is left out.
    private static @Nullable String fitting(@Nullable String text) {
        return text != null && fits(text) && text.indexOf(0) < 0 ? text : null;
    }

    private static boolean fits(String text) {
        return Texts.length(text) <= Texts.MAX_SHORT;
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    /// A content header is one frame: when it does not fit, the message comes without its user properties, and, when
    /// topic or client id are that long, without any header.
    private static BasicProperties withUserProperties(
            Message message, FieldTable.Builder headers, BasicProperties.Builder properties, int frameMax) {
        BasicProperties without = properties.headers(headers.build()).build();
        if (DeliveryEncoder.headerSize(without) > frameMax) {
            LOG.log(
                    Level.WARNING,
                    "a message of a topic of {0} characters is delivered without headers: they do not fit in a frame of"
                            + " {1} bytes",
                    Integer.toString(message.topic().toString().length()),
                    Integer.toString(frameMax));
            return properties.headers(FieldTable.EMPTY).build();
        }
        if (message.properties().isEmpty()
                || message.properties().userProperties().isEmpty()) {
            return without;
        }
        String users = UserProperties.write(message.properties().userProperties());
        headers.put(HeaderNames.USER_PROPERTIES, users);
        BasicProperties with = properties.headers(headers.build()).build();
        if (DeliveryEncoder.headerSize(with) <= frameMax) {
            return with;
        }
        LOG.log(
                Level.WARNING,
                "a message of topic {0} is delivered without its user properties: {1} characters do not fit in a"
                        + " frame of {2} bytes",
                message.topic(),
                Integer.toString(users.length()),
                Integer.toString(frameMax));
        return without;
    }
}
