package io.hongyan.amqp.codec.field;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Random field tables with values of all types, tables and arrays in them. The same seed gives the same ones.
public final class TableGenerator {
    private static final String[] CHARACTERS = {
        "a", "b", "Z", "0", "/", "$", "\u0001", "\u007f", "é", "\u0085", "中", "鸿雁", "\ufeff", "\ufffd", "🪿"
    };
    private static final int TYPES = 17;
    private static final int FLAT_TYPES = 15;
    private static final int DEEPEST = 4;

    private final RandomGenerator random;
    private final boolean unsigned;

    private TableGenerator(RandomGenerator random, boolean unsigned) {
        this.random = random;
        this.unsigned = unsigned;
    }

    public static TableGenerator ofAllTypes(RandomGenerator random) {
        return new TableGenerator(random, true);
    }

    /// Without unsigned numbers, which RabbitMQ's client reads and does not write, and in the order of the hash map
    /// that it keeps a table in.
    public static TableGenerator writtenByRabbit(RandomGenerator random) {
        return new TableGenerator(random, false);
    }

    public FieldTable table() {
        FieldTable table = table(0);
        return unsigned ? table : inOrderOfHash(table);
    }

    private static FieldTable inOrderOfHash(FieldTable table) {
        Map<String, FieldValue> map = new LinkedHashMap<>();
        table.fields().forEach(field -> map.put(field.name(), field.value()));
        FieldTable.Builder ordered = FieldTable.builder();
        new HashMap<>(map).forEach(ordered::put);
        return ordered.build();
    }

    private FieldTable table(int depth) {
        FieldTable.Builder table = FieldTable.builder();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String name = text(12);
            if (!table.has(name)) {
                table.put(name, value(random.nextInt(depth < DEEPEST ? TYPES : FLAT_TYPES), depth));
            }
        }
        return table.build();
    }

    private FieldValue value(int kind, int depth) {
        return switch (kind) {
            case 0 -> new FieldValue.Flag(random.nextBoolean());
            case 1 -> new FieldValue.Int8((byte) random.nextInt());
            case 2 -> unsigned ? new FieldValue.UnsignedInt8(random.nextInt(0x100)) : value(0, depth);
            case 3 -> new FieldValue.Int16((short) random.nextInt());
            case 4 -> unsigned ? new FieldValue.UnsignedInt16(random.nextInt(0x10000)) : value(0, depth);
            case 5 -> new FieldValue.Int32(random.nextInt());
            case 6 -> unsigned ? new FieldValue.UnsignedInt32(random.nextLong(0x1_0000_0000L)) : value(0, depth);
            case 7 -> new FieldValue.Int64(random.nextLong());
            case 8 -> new FieldValue.Float32(random.nextFloat());
            case 9 -> new FieldValue.Float64(random.nextDouble());
            case 10 -> new FieldValue.Decimal(random.nextInt(0x100), random.nextInt());
            case 11 -> new FieldValue.Text(text(40));
            case 12 -> new FieldValue.Bytes(bytes(40));
            case 13 -> new FieldValue.Timestamp(random.nextLong() >>> 24);
            case 14 -> FieldValue.Nothing.NOTHING;
            case 15 -> new FieldValue.Nested(table(depth + 1));
            default -> items(depth + 1);
        };
    }

    private FieldValue.Items items(int depth) {
        List<FieldValue> values = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            values.add(value(random.nextInt(depth < DEEPEST ? TYPES : FLAT_TYPES), depth));
        }
        return new FieldValue.Items(values);
    }

    /// A text that fits a short string if it has few enough characters.
    public String text(int longest) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        boolean plain = random.nextBoolean();
        for (int i = 0; i < length; i++) {
            text.append(CHARACTERS[random.nextInt(plain ? 6 : CHARACTERS.length)]);
        }
        return text.toString();
    }

    public byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }
}
