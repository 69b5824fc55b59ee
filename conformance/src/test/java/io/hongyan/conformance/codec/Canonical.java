package io.hongyan.conformance.codec;

import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A packet as text in which the order of its properties does not count, as in the standard; that of user properties
/// and subscription identifiers does.
final class Canonical {
    private Canonical() {}

    static String of(Packet packet) {
        return text(packet);
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "-";
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Properties properties -> properties(properties);
            case List<?> list -> list.stream().map(Canonical::text).toList().toString();
            case Record record -> record(record);
            default -> value.toString();
        };
    }

    private static String record(Record record) {
        List<String> parts = new ArrayList<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                parts.add(
                        component.getName() + "=" + text(component.getAccessor().invoke(record)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return record.getClass().getSimpleName() + parts;
    }

    private static String properties(Properties properties) {
        List<String> parts = new ArrayList<>();
        for (Property property : Property.values()) {
            if (properties.has(property)) {
                parts.add(property + "=" + value(properties, property));
            }
        }
        return parts.toString();
    }

    private static String value(Properties properties, Property property) {
        return switch (property.type()) {
            case PAIR -> properties.userProperties().toString();
            case VARINT -> Arrays.toString(properties.subscriptionIdentifiers());
            case TEXT -> String.valueOf(properties.text(property));
            case BINARY -> text(properties.binary(property));
            case BYTE, TWO_BYTE, FOUR_BYTE -> String.valueOf(properties.number(property, -1));
        };
    }
}
