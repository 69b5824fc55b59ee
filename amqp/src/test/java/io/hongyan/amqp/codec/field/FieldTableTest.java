package io.hongyan.amqp.codec.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.codec.Hex;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTableTest {
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("'t' 01", new FieldValue.Flag(true)),
                Arguments.of("'b' ff", new FieldValue.Int8((byte) -1)),
                Arguments.of("'B' ff", new FieldValue.UnsignedInt8(255)),
                Arguments.of("'s' ffff", new FieldValue.Int16((short) -1)),
                Arguments.of("'u' ffff", new FieldValue.UnsignedInt16(65535)),
                Arguments.of("'I' ffffffff", new FieldValue.Int32(-1)),
                Arguments.of("'i' ffffffff", new FieldValue.UnsignedInt32(0xffff_ffffL)),
                Arguments.of("'l' ffffffffffffffff", new FieldValue.Int64(-1)),
                Arguments.of("'f' 3fc00000", new FieldValue.Float32(1.5f)),
                Arguments.of("'d' 3ff8000000000000", new FieldValue.Float64(1.5)),
                Arguments.of("'D' 02 0000007b", new FieldValue.Decimal(2, 123)),
                Arguments.of("'S' 00000003 e9b8bf", new FieldValue.Text("鸿")),
                Arguments.of("'S' 00000003 efbfbd", new FieldValue.Text("\ufffd")),
                Arguments.of("'x' 00000002 ff00", new FieldValue.Bytes(new byte[] {-1, 0})),
                Arguments.of("'T' 000000006553f100", new FieldValue.Timestamp(1_700_000_000L)),
                Arguments.of("'V'", FieldValue.Nothing.NOTHING),
                Arguments.of("'A' 00000000", new FieldValue.Items(List.of())),
                Arguments.of(
                        "'A' 00000003 't' 00 'V'",
                        new FieldValue.Items(List.of(new FieldValue.Flag(false), FieldValue.Nothing.NOTHING))),
                Arguments.of("'F' 00000000", new FieldValue.Nested(FieldTable.EMPTY)),
                Arguments.of(
                        "'F' 00000004 01'a' 't' 01",
                        new FieldValue.Nested(
                                FieldTable.builder().put("a", true).build())));
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_is_read_and_written(String hex, FieldValue value) {
        byte[] bytes = table("03'key'" + hex);
        FieldTable table = read(bytes);
        assertThat(table.get("key")).isEqualTo(value).hasSameHashCodeAs(value);
        assertThat(table).isEqualTo(FieldTable.builder().put("key", value).build());
        ByteBuffer written = ByteBuffer.allocate(table.encodedLength());
        table.put(written);
        assertThat(Hex.text(written.array())).isEqualTo(Hex.text(bytes));
    }

    @Test
    void the_letters_of_the_standard_are_read_where_they_differ() {
        assertThat(read(table("01'a' 'L' 0000000000000007")).get("a")).isEqualTo(new FieldValue.Int64(7));
        assertThat(read(table("01'a' 'U' 0007")).get("a")).isEqualTo(new FieldValue.Int16((short) 7));
    }

    @Test
    void a_text_is_found_by_its_name_and_another_value_is_no_text() {
        FieldTable table =
                FieldTable.builder().put("customAuth", "true").put("flag", true).build();
        assertThat(table.text("customAuth")).isEqualTo("true");
        assertThat(table.text("flag")).isNull();
        assertThat(table.text("none")).isNull();
        assertThat(table.fields()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tables_nest_to_a_limit(boolean arrays) {
        assertThat(read(nested(TableReader.MAX_DEPTH, arrays)).isEmpty()).isFalse();
        AmqpException fault =
                catchThrowableOfType(AmqpException.class, () -> read(nested(TableReader.MAX_DEPTH + 1, arrays)));
        assertThat(fault.code()).isEqualTo(ReplyCode.SYNTAX_ERROR);
        assertThat(fault).hasMessage("headers nests more than 8 tables or arrays");
    }

    /// A table with so many levels, itself the first one.
    private static byte[] nested(int levels, boolean arrays) {
        byte[] inner = new byte[0];
        for (int i = 1; i < levels; i++) {
            boolean named = !arrays || i == levels - 1;
            ByteBuffer outer = ByteBuffer.allocate((named ? 2 : 0) + 5 + inner.length);
            if (named) {
                outer.put((byte) 1).put((byte) 'a');
            }
            outer.put((byte) (arrays ? 'A' : 'F')).putInt(inner.length).put(inner);
            inner = outer.array();
        }
        return ByteBuffer.allocate(4 + inner.length)
                .putInt(inner.length)
                .put(inner)
                .array();
    }

    @Test
    void a_table_has_values_to_a_limit_wherever_they_are() {
        String most = "'V'".repeat(TableReader.MAX_VALUES - 1);
        assertThat(read(items(most)).isEmpty()).isFalse();
        assertThatThrownBy(() -> read(items(most + "'V'"))).hasMessage("headers has more than 256 values");
    }

    private static byte[] items(String values) {
        byte[] bytes = Hex.bytes(values);
        byte[] start = Hex.bytes("01'a' 'A'");
        return ByteBuffer.allocate(4 + start.length + 4 + bytes.length)
                .putInt(start.length + 4 + bytes.length)
                .put(start)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    @Test
    void a_value_does_not_reach_over_the_end_of_its_table() {
        byte[] bytes = Hex.bytes("0000000c 01'a' 'F' 00000002 01'b' 'V' 01'c' 'V'");
        assertThatThrownBy(() -> read(bytes)).hasMessage("headers needs 1 bytes, but 0 are left");
    }

    @Test
    void what_this_side_sends_is_checked() {
        FieldTable.Builder table = FieldTable.builder().put("a", "b");
        assertThatThrownBy(() -> table.put("a", "c")).hasMessage("the table has 'a' already");
        assertThatThrownBy(() -> table.put("é".repeat(128), "c")).hasMessageContaining("not 256");
        assertThatThrownBy(() -> table.put("\0", "c")).hasMessageContaining("U+0000");
        assertThatThrownBy(() -> new FieldValue.UnsignedInt8(256)).hasMessage("a value of 0 to 255 cannot be 256");
        assertThatThrownBy(() -> new FieldValue.UnsignedInt32(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] table(String fields) {
        byte[] bytes = Hex.bytes(fields);
        return ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static FieldTable read(byte[] bytes) {
        FieldReader in = new FieldReader(ByteBuffer.wrap(bytes), 0, bytes.length, 60, 20);
        FieldTable table = in.readTable("headers");
        in.expectEnd();
        return table;
    }
}
