package io.hongyan.store.cassandra.row;

import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.OpenChannel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Connections of which business systems know, as columns have them.
public final class ChannelForm {
    private ChannelForm() {}

    public static byte[] id(OpenChannel channel) {
        return ByteBuffer.allocate(MessageId.BYTES)
                .putLong(channel.id().high())
                .putLong(channel.id().low())
                .array();
    }

    /// @param node where it is open
    public static byte[] write(String node, OpenChannel channel) {
        byte[] place = Texts.utf8(node);
        byte[] instance = Texts.utf8(channel.instance());
        byte[] client = Texts.utf8(channel.clientId());
        byte[] address = Texts.utf8(channel.address());
        ByteBuffer out = ByteBuffer.allocate(
                MessageId.BYTES + 8 + place.length + instance.length + client.length + address.length);
        Texts.put(out, place);
        out.put(id(channel));
        Texts.put(out, instance);
        Texts.put(out, client);
        Texts.put(out, address);
        return out.array();
    }

    /// @return null when it is open on another node
    public static @Nullable OpenChannel read(String node, ByteBuffer in) {
        if (!Texts.get(in).equals(node)) {
            return null;
        }
        MessageId id = new MessageId(in.getLong(), in.getLong());
        return new OpenChannel(Texts.get(in), Texts.get(in), id, Texts.get(in));
    }
}
