package io.hongyan.amqp.codec.field;

import io.hongyan.amqp.codec.AmqpException;
import java.util.ArrayList;
import java.util.List;

/// Reads one field table with all that is nested in it (AMQP 0-9-1, 4.2.5.5): at most [#MAX_DEPTH] tables and arrays
/// within each other, [#MAX_VALUES] values altogether, and no name twice, which the standard forbids. Clients that have
/// not logged in may send tables, too.
final class TableReader {
    static final int MAX_DEPTH = 8;
    static final int MAX_VALUES = 256;
    private static final String CLAUSE = "4.2.5.5";

    private final FieldReader in;
    private final String what;
    private int depth;
    private int values;

    TableReader(FieldReader in, String what) {
        this.in = in;
        this.what = what;
    }

    FieldTable table() {
        int outer = enter();
        if (!in.hasMore()) {
            leave(outer);
            return FieldTable.EMPTY;
        }
        FieldTable.Builder table = FieldTable.builder();
        while (in.hasMore()) {
            String name = in.readShortText(what);
            FieldValue value = value(name);
            if (table.has(name)) {
                throw syntaxError("has the field " + Texts.shown(name) + " twice");
            }
            table.put(name, value);
        }
        leave(outer);
        return table.build();
    }

    private FieldValue.Items items(String name) {
        int outer = enter();
        List<FieldValue> items = new ArrayList<>();
        while (in.hasMore()) {
            items.add(value(name));
        }
        leave(outer);
        return new FieldValue.Items(items);
    }

    private int enter() {
        if (++depth > MAX_DEPTH) {
            throw syntaxError("nests more than " + MAX_DEPTH + " tables or arrays");
        }
        return in.enter(what);
    }

    private void leave(int outer) {
        depth--;
        in.leave(outer);
    }

    private FieldValue value(String name) {
        if (++values > MAX_VALUES) {
            throw syntaxError("has more than " + MAX_VALUES + " values");
        }
        int type = in.readOctet(what);
        return switch (type) {
            case 't' -> new FieldValue.Flag(in.readOctet(what) != 0);
            case 'b' -> new FieldValue.Int8((byte) in.readOctet(what));
            case 'B' -> new FieldValue.UnsignedInt8(in.readOctet(what));
            case 's', 'U' -> new FieldValue.Int16((short) in.readShort(what));
            case 'u' -> new FieldValue.UnsignedInt16(in.readShort(what));
            case 'I' -> new FieldValue.Int32((int) in.readLong(what));
            case 'i' -> new FieldValue.UnsignedInt32(in.readLong(what));
            case 'l', 'L' -> new FieldValue.Int64(in.readLongLong(what));
            case 'f' -> new FieldValue.Float32(Float.intBitsToFloat((int) in.readLong(what)));
            case 'd' -> new FieldValue.Float64(Double.longBitsToDouble(in.readLongLong(what)));
            case 'D' -> new FieldValue.Decimal(in.readOctet(what), (int) in.readLong(what));
            case 'S' -> new FieldValue.Text(in.readLongText(what));
            case 'x' -> new FieldValue.Bytes(in.readLongBytes(what));
            case 'T' -> new FieldValue.Timestamp(in.readLongLong(what));
            case 'A' -> items(name);
            case 'F' -> new FieldValue.Nested(table());
            case 'V' -> FieldValue.Nothing.NOTHING;
            default -> throw unknown(type, name);
        };
    }

    private AmqpException unknown(int type, String name) {
        String letter = type > ' ' && type < 0x7f ? "'" + (char) type + "'" : "0x" + Integer.toHexString(type);
        return syntaxError("has the field " + Texts.shown(name) + " with the unknown type " + letter);
    }

    private AmqpException syntaxError(String message) {
        return in.syntaxError(CLAUSE, what + " " + message);
    }
}
