package io.hongyan.cloud.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.TraceLog.Row;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Encodes and decodes the rows of traces. Neither an instance nor a client id has U+0000 in it.
///
/// | key | value |
/// |---|---|
/// | `d`, instance, 0, client, 0, time, number | kind, connection: what happened to a device |
/// | `c`, instance, 0, client, 0, time, number | kind, message: messages of a client |
/// | `m`, instance, 0, message, time, number | kind, client: a message |
final class TraceRows {
    static final long HOUR_MILLIS = 3_600_000;

    private static final byte DEVICE = 'd';
    private static final byte CLIENT = 'c';
    private static final byte MESSAGE = 'm';
    private static final int TAIL = Long.BYTES + Integer.BYTES;

    /// Tells entries of the same millisecond apart.
    private int number;

    /// @param number the first of this run; another one in each
    TraceRows(int number) {
        this.number = number;
    }

    static int hour(long millis) {
        return (int) Math.min(millis / HOUR_MILLIS, Integer.MAX_VALUE - 1);
    }

    /// The rows of one entry.
    void add(TraceEvent event, List<Row> rows) {
        number++;
        int hour = hour(event.millis());
        MessageId id = event.id();
        byte[] client = event.clientId().getBytes(UTF_8);
        if (!event.kind().ofMessage()) {
            rows.add(new Row(hour, key(ofClient(DEVICE, event.instance(), client), event), value(event.kind(), id)));
            return;
        }
        if (client.length > 0) {
            rows.add(new Row(hour, key(ofClient(CLIENT, event.instance(), client), event), value(event.kind(), id)));
        }
        rows.add(new Row(hour, key(ofMessage(event.instance(), id), event), value(event.kind(), client)));
    }

    private byte[] key(byte[] prefix, TraceEvent event) {
        return ByteBuffer.allocate(prefix.length + TAIL)
                .put(prefix)
                .putLong(event.millis())
                .putInt(number)
                .array();
    }

    static byte[] ofDevice(String instance, String clientId) {
        return ofClient(DEVICE, instance, clientId.getBytes(UTF_8));
    }

    static byte[] ofClient(String instance, String clientId) {
        return ofClient(CLIENT, instance, clientId.getBytes(UTF_8));
    }

    private static byte[] ofClient(byte type, String instance, byte[] client) {
        byte[] name = instance.getBytes(UTF_8);
        return ByteBuffer.allocate(name.length + client.length + 3)
                .put(type)
                .put(name)
                .put((byte) 0)
                .put(client)
                .put((byte) 0)
                .array();
    }

    static byte[] ofMessage(String instance, MessageId id) {
        byte[] name = instance.getBytes(UTF_8);
        return ByteBuffer.allocate(name.length + 2 + MessageId.BYTES)
                .put(MESSAGE)
                .put(name)
                .put((byte) 0)
                .putLong(id.high())
                .putLong(id.low())
                .array();
    }

    private static byte[] value(TraceKind kind, MessageId id) {
        return ByteBuffer.allocate(1 + MessageId.BYTES)
                .put((byte) kind.number())
                .putLong(id.high())
                .putLong(id.low())
                .array();
    }

    private static byte[] value(TraceKind kind, byte[] client) {
        return ByteBuffer.allocate(1 + client.length)
                .put((byte) kind.number())
                .put(client)
                .array();
    }

    static long millis(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - TAIL);
    }

    /// @return null for a row that a later version has written
    static @Nullable TraceEntry ofClientRow(String clientId, byte[] key, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        TraceKind kind = TraceKind.of(in.get());
        return kind == null
                ? null
                : new TraceEntry(millis(key), kind, clientId, new MessageId(in.getLong(), in.getLong()).toString());
    }

    /// @return null for a row that a later version has written
    static @Nullable TraceEntry ofMessageRow(MessageId id, byte[] key, byte[] value) {
        TraceKind kind = TraceKind.of(value[0]);
        return kind == null
                ? null
                : new TraceEntry(millis(key), kind, new String(value, 1, value.length - 1, UTF_8), id.toString());
    }
}
