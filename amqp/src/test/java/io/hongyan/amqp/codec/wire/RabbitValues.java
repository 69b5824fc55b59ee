package io.hongyan.amqp.codec.wire;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.LongStringHelper;
import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.FieldValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Our values as RabbitMQ's client has them.
final class RabbitValues {
    private RabbitValues() {}

    static Map<String, @Nullable Object> table(FieldTable table) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (FieldTable.Field field : table.fields()) {
            map.put(field.name(), value(field.value()));
        }
        return map;
    }

    /// @throws UnsupportedOperationException for a type that RabbitMQ's client reads and does not write
    private static @Nullable Object value(FieldValue value) {
        return switch (value) {
            case FieldValue.Flag v -> v.value();
            case FieldValue.Int8 v -> v.value();
            case FieldValue.Int16 v -> v.value();
            case FieldValue.Int32 v -> v.value();
            case FieldValue.Int64 v -> v.value();
            case FieldValue.Float32 v -> v.value();
            case FieldValue.Float64 v -> v.value();
            case FieldValue.Decimal v -> new BigDecimal(BigInteger.valueOf(v.unscaled()), v.scale());
            case FieldValue.Text v -> LongStringHelper.asLongString(v.value());
            case FieldValue.Bytes v -> v.value();
            case FieldValue.Timestamp v -> Date.from(Instant.ofEpochSecond(v.seconds()));
            case FieldValue.Items v -> items(v.values());
            case FieldValue.Nested v -> table(v.table());
            case FieldValue.Nothing _ -> null;
            case FieldValue.UnsignedInt8 _, FieldValue.UnsignedInt16 _, FieldValue.UnsignedInt32 _ ->
                throw new UnsupportedOperationException();
        };
    }

    private static List<@Nullable Object> items(List<FieldValue> values) {
        List<@Nullable Object> list = new ArrayList<>();
        values.forEach(item -> list.add(value(item)));
        return list;
    }

    static AMQP.BasicProperties properties(BasicProperties p) {
        return new AMQP.BasicProperties(
                p.contentType(),
                p.contentEncoding(),
                p.headers() == null ? null : table(p.headers()),
                p.deliveryMode(),
                p.priority(),
                p.correlationId(),
                p.replyTo(),
                p.expiration(),
                p.messageId(),
                p.timestamp() == null ? null : Date.from(Instant.ofEpochSecond(p.timestamp())),
                p.type(),
                p.userId(),
                p.appId(),
                p.clusterId());
    }
}
