package io.hongyan.codec.raw;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.Version;
import io.hongyan.codec.field.VarInt;
import io.hongyan.codec.property.Property;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A packet as it came from the broker, taken apart without the codec, so that both cannot be wrong in the same way.
///
/// @param first the first byte
/// @param body everything behind the remaining length
/// @param size the size of the whole packet in bytes
public record Received(int first, byte[] body, int size, Version version) {
    public static final int CONNACK = 2;
    public static final int PUBLISH = 3;
    public static final int PUBACK = 4;
    public static final int PUBREC = 5;
    public static final int PUBREL = 6;
    public static final int PUBCOMP = 7;
    public static final int SUBACK = 9;
    public static final int UNSUBACK = 11;
    public static final int PINGRESP = 13;
    public static final int DISCONNECT = 14;
    public static final int AUTH = 15;

    public int type() {
        return first >> 4;
    }

    public int flags() {
        return first & 0xf;
    }

    public int qos() {
        return (first >> 1) & 3;
    }

    public boolean dup() {
        return (first & 8) != 0;
    }

    public boolean retain() {
        return (first & 1) != 0;
    }

    public String topic() {
        return new String(body, 2, number(0), UTF_8);
    }

    /// Of a PUBLISH, an acknowledgement, SUBACK or UNSUBACK.
    public int packetId() {
        return number(type() == PUBLISH ? 2 + number(0) : 0);
    }

    public String payload() {
        int at = propertiesAt();
        int start = version.isV5() ? at + varIntSize(at) + varInt(at) : at;
        return new String(body, start, body.length - start, UTF_8);
    }

    public boolean sessionPresent() {
        return body[0] == 1;
    }

    /// The one reason of CONNACK, an acknowledgement, DISCONNECT or AUTH; 0 when it was left out.
    public int reason() {
        int at = switch (type()) {
            case CONNACK -> 1;
            case DISCONNECT, AUTH -> 0;
            default -> 2;
        };
        return body.length > at ? body[at] & 0xff : 0;
    }

    /// The reasons of SUBACK or UNSUBACK.
    public List<Integer> reasons() {
        int start = version.isV5() ? 2 + varIntSize(2) + varInt(2) : 2;
        List<Integer> reasons = new ArrayList<>();
        for (int i = start; i < body.length; i++) {
            reasons.add(body[i] & 0xff);
        }
        return reasons;
    }

    /// All of it, as it came; the remaining length in as few bytes as possible.
    public byte[] bytes() {
        ByteBuffer frame = ByteBuffer.allocate(5 + body.length);
        frame.put((byte) first);
        VarInt.put(frame, body.length);
        return Arrays.copyOf(frame.put(body).array(), frame.position());
    }

    public boolean has(Property property) {
        return !values(property).isEmpty();
    }

    /// The only value of a property that is a number.
    public long number(Property property) {
        List<Object> values = values(property);
        if (values.size() != 1) {
            throw new AssertionError(property + " is there " + values.size() + " times in " + this);
        }
        return (Long) values.getFirst();
    }

    /// All values of a property, in their order: numbers as Long, text as String, binary as hexadecimal String, pairs
    /// as `name=value`.
    public List<Object> values(Property property) {
        List<Object> values = new ArrayList<>();
        int at = propertiesAt();
        if (!version.isV5() || at >= body.length) {
            return values;
        }
        int start = at + varIntSize(at);
        ByteBuffer in = ByteBuffer.wrap(body, start, varInt(at));
        while (in.hasRemaining()) {
            int id = in.get();
            Property found = Arrays.stream(Property.values())
                    .filter(p -> p.id() == id)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no property " + id + " in " + this));
            Object value = value(found, in);
            if (found == property) {
                values.add(value);
            }
        }
        return values;
    }

    private Object value(Property property, ByteBuffer in) {
        return switch (property.type()) {
            case BYTE -> (long) (in.get() & 0xff);
            case TWO_BYTE -> (long) (in.getShort() & 0xffff);
            case FOUR_BYTE -> in.getInt() & 0xffff_ffffL;
            case VARINT -> {
                int at = in.position();
                in.position(at + varIntSize(at));
                yield (long) varInt(at);
            }
            case TEXT -> new String(bytes(in), UTF_8);
            case BINARY -> java.util.HexFormat.of().formatHex(bytes(in));
            case PAIR -> new String(bytes(in), UTF_8) + "=" + new String(bytes(in), UTF_8);
        };
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort() & 0xffff];
        in.get(bytes);
        return bytes;
    }

    private int propertiesAt() {
        return switch (type()) {
            case CONNACK -> 2;
            case PUBLISH -> 2 + number(0) + (qos() == 0 ? 0 : 2);
            case SUBACK, UNSUBACK -> 2;
            case DISCONNECT, AUTH -> 1;
            default -> 3;
        };
    }

    private int number(int at) {
        return (body[at] & 0xff) << 8 | (body[at + 1] & 0xff);
    }

    private int varInt(int at) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value |= (body[at + i] & 0x7f) << (7 * i);
            if (body[at + i] >= 0) {
                return value;
            }
        }
        throw new AssertionError("a broken variable byte integer in " + this);
    }

    private int varIntSize(int at) {
        int size = 1;
        while (body[at + size - 1] < 0) {
            size++;
        }
        return size;
    }

    @Override
    public String toString() {
        byte[] start = body.length > 200 ? Arrays.copyOf(body, 200) : body;
        return "%02x (%d bytes) %s"
                .formatted(first, size, java.util.HexFormat.ofDelimiter(" ").formatHex(start));
    }
}
