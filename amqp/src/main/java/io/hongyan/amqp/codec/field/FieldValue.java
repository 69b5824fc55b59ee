package io.hongyan.amqp.codec.field;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value in a field table or in an array (AMQP 0-9-1, 4.2.1 and 4.2.5.5). The letters are those of RabbitMQ, which
/// its clients write: it has some that the standard has otherwise or not at all.
public sealed interface FieldValue {
    /// 't'.
    record Flag(boolean value) implements FieldValue {}

    /// 'b': a signed byte.
    record Int8(byte value) implements FieldValue {}

    /// 'B'.
    ///
    /// @param value 0 to 255
    record UnsignedInt8(int value) implements FieldValue {
        public UnsignedInt8 {
            checkRange(value, 0xff);
        }
    }

    /// 's', and read from the standard's 'U', too.
    record Int16(short value) implements FieldValue {}

    /// 'u'.
    ///
    /// @param value 0 to 65535
    record UnsignedInt16(int value) implements FieldValue {
        public UnsignedInt16 {
            checkRange(value, 0xffff);
        }
    }

    /// 'I'.
    record Int32(int value) implements FieldValue {}

    /// 'i'.
    ///
    /// @param value 0 to 4,294,967,295
    record UnsignedInt32(long value) implements FieldValue {
        public UnsignedInt32 {
            checkRange(value, 0xffff_ffffL);
        }
    }

    /// 'l', and read from the standard's 'L', too.
    record Int64(long value) implements FieldValue {}

    /// 'f'.
    record Float32(float value) implements FieldValue {}

    /// 'd'.
    record Float64(double value) implements FieldValue {}

    /// 'D': `unscaled` divided by ten to the power of `scale`.
    ///
    /// @param scale 0 to 255
    record Decimal(int scale, int unscaled) implements FieldValue {
        public Decimal {
            checkRange(scale, 0xff);
        }
    }

    /// 'S': a long string that holds text. The standard allows any bytes; here it is UTF-8.
    record Text(String value) implements FieldValue {}

    /// 'x': bytes. They belong to this value from now on: do not modify them. Compared by content.
    record Bytes(byte[] value) implements FieldValue {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes that && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }
    }

    /// 'T'.
    ///
    /// @param seconds since 1970, as an unsigned number of 64 bits
    record Timestamp(long seconds) implements FieldValue {}

    /// 'A': values of any types.
    record Items(List<FieldValue> values) implements FieldValue {
        public Items {
            values = List.copyOf(values);
        }
    }

    /// 'V': no value.
    enum Nothing implements FieldValue {
        NOTHING
    }

    /// 'F': a table in a table.
    ///
    /// @see FieldTable
    record Nested(FieldTable table) implements FieldValue {}

    private static void checkRange(long value, long most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("a value of 0 to " + most + " cannot be " + value);
        }
    }
}
