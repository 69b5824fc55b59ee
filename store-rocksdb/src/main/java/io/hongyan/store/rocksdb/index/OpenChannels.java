package io.hongyan.store.rocksdb.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.RowBatch;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.KeyCodec;
import io.hongyan.store.rocksdb.row.UndecodableRows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;

/// Connections of which business systems know: a row for each that is open.
public final class OpenChannels {
    private static final String PREFIX = "channel";

    private OpenChannels() {}

    /// Those that an earlier run has left.
    public static List<OpenChannel> read(Engine engine, UndecodableRows undecodable) throws RocksDBException {
        List<OpenChannel> left = new ArrayList<>();
        engine.scan(Table.META, KeyCodec.of(PREFIX, new byte[0]), (key, value, _) -> {
            if (!KeyCodec.name(key).equals(PREFIX)) {
                return false;
            }
            OpenChannel channel = undecodable.decode(Table.META, key, () -> channel(value));
            if (channel != null) {
                left.add(channel);
            }
            return true;
        });
        return left;
    }

    /// Adds the row of a channel.
    public static void put(OpenChannel channel, RowBatch batch) {
        byte[] instance = channel.instance().getBytes(UTF_8);
        byte[] client = channel.clientId().getBytes(UTF_8);
        byte[] address = channel.address().getBytes(UTF_8);
        byte[] value = ByteBuffer.allocate(MessageId.BYTES + 4 + instance.length + client.length + address.length)
                .putLong(channel.id().high())
                .putLong(channel.id().low())
                .putShort((short) instance.length)
                .put(instance)
                .putShort((short) client.length)
                .put(client)
                .put(address)
                .array();
        batch.put(Table.META, key(channel), value);
    }

    /// Deletes the row of a channel.
    public static void delete(OpenChannel channel, RowBatch batch) {
        batch.delete(Table.META, key(channel));
    }

    private static byte[] key(OpenChannel channel) {
        byte[] id = ByteBuffer.allocate(MessageId.BYTES)
                .putLong(channel.id().high())
                .putLong(channel.id().low())
                .array();
        return KeyCodec.of(PREFIX, id);
    }

    private static OpenChannel channel(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        MessageId id = new MessageId(in.getLong(), in.getLong());
        String instance = text(in, Short.toUnsignedInt(in.getShort()));
        String client = text(in, Short.toUnsignedInt(in.getShort()));
        return new OpenChannel(instance, client, id, text(in, in.remaining()));
    }

    private static String text(ByteBuffer in, int length) {
        byte[] utf8 = new byte[length];
        in.get(utf8);
        return new String(utf8, UTF_8);
    }
}
