package io.hongyan.amqp.codec.field;

import java.nio.ByteBuffer;
import java.util.List;

/// Encodes values of tables and arrays, each with the letter of its type before it.
final class ValueWriter {
    private ValueWriter() {}

    /// The bytes of a value with its type.
    static int length(FieldValue value) {
        return 1
                + switch (value) {
                    case FieldValue.Flag _, FieldValue.Int8 _, FieldValue.UnsignedInt8 _ -> Byte.BYTES;
                    case FieldValue.Int16 _, FieldValue.UnsignedInt16 _ -> Short.BYTES;
                    case FieldValue.Int32 _, FieldValue.UnsignedInt32 _, FieldValue.Float32 _ -> Integer.BYTES;
                    case FieldValue.Int64 _, FieldValue.Float64 _, FieldValue.Timestamp _ -> Long.BYTES;
                    case FieldValue.Decimal _ -> Byte.BYTES + Integer.BYTES;
                    case FieldValue.Text v -> Texts.longLength(v.value());
                    case FieldValue.Bytes v -> Integer.BYTES + v.value().length;
                    case FieldValue.Items v -> Integer.BYTES + itemsLength(v.values());
                    case FieldValue.Nested v -> v.table().encodedLength();
                    case FieldValue.Nothing _ -> 0;
                };
    }

    private static int itemsLength(List<FieldValue> values) {
        int length = 0;
        for (int i = 0; i < values.size(); i++) {
            length += length(values.get(i));
        }
        return length;
    }

    static void put(FieldValue value, ByteBuffer out) {
        switch (value) {
            case FieldValue.Flag v -> type('t', out).put((byte) (v.value() ? 1 : 0));
            case FieldValue.Int8 v -> type('b', out).put(v.value());
            case FieldValue.UnsignedInt8 v -> type('B', out).put((byte) v.value());
            case FieldValue.Int16 v -> type('s', out).putShort(v.value());
            case FieldValue.UnsignedInt16 v -> type('u', out).putShort((short) v.value());
            case FieldValue.Int32 v -> type('I', out).putInt(v.value());
            case FieldValue.UnsignedInt32 v -> type('i', out).putInt((int) v.value());
            case FieldValue.Int64 v -> type('l', out).putLong(v.value());
            case FieldValue.Float32 v -> type('f', out).putFloat(v.value());
            case FieldValue.Float64 v -> type('d', out).putDouble(v.value());
            case FieldValue.Decimal v -> type('D', out).put((byte) v.scale()).putInt(v.unscaled());
            case FieldValue.Text v -> Texts.putLong(v.value(), type('S', out));
            case FieldValue.Bytes v -> type('x', out).putInt(v.value().length).put(v.value());
            case FieldValue.Timestamp v -> type('T', out).putLong(v.seconds());
            case FieldValue.Items v -> putItems(v.values(), type('A', out));
            case FieldValue.Nested v -> v.table().put(type('F', out));
            case FieldValue.Nothing _ -> type('V', out);
        }
    }

    private static void putItems(List<FieldValue> values, ByteBuffer out) {
        out.putInt(itemsLength(values));
        for (int i = 0; i < values.size(); i++) {
            put(values.get(i), out);
        }
    }

    private static ByteBuffer type(char letter, ByteBuffer out) {
        return out.put((byte) letter);
    }
}
