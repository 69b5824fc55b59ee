package io.hongyan.cluster.deliver;

import io.hongyan.cluster.peer.FrameTexts;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message on its way to one node. What several nodes get of one message is encoded once and shared.
///
/// Confined to its shard.
final class Parcel {
    /// What a parcel counts with besides its bytes.
    private static final int OVERHEAD_BYTES = 96;

    private final int type;
    private final byte[] head;
    private final byte[] shared;
    private final byte[] message;
    private final int vshard;
    private final boolean reliable;
    private final @Nullable Runnable confirm;

    /// 0 until it gets one, and for those that nobody waits for.
    long number;

    /// Whether a link has taken it.
    boolean sent;

    private Parcel(
            int type,
            byte[] head,
            byte[] shared,
            byte[] message,
            int vshard,
            boolean reliable,
            @Nullable Runnable confirm) {
        this.type = type;
        this.head = head;
        this.shared = shared;
        this.message = message;
        this.vshard = vshard;
        this.reliable = reliable;
        this.confirm = confirm;
    }

    /// For the subscribers of a node.
    ///
    /// @param head by [#head]
    /// @param shared the filters of shared subscriptions to serve there
    static Parcel ofMessage(
            byte[] head, List<String> shared, byte[] message, boolean reliable, @Nullable Runnable confirm) {
        return new Parcel(DeliveryFrames.MESSAGE, head, encoded(shared), message, -1, reliable, confirm);
    }

    /// For one client.
    static Parcel ofClientMessage(
            byte[] head, int vshard, byte[] message, boolean reliable, @Nullable Runnable confirm) {
        return new Parcel(DeliveryFrames.CLIENT_MESSAGE, head, NO_BYTES, message, vshard, reliable, confirm);
    }

    private static final byte[] NO_BYTES = new byte[0];
    private static final byte[] NO_FILTERS = new byte[Short.BYTES];

    private static byte[] encoded(List<String> filters) {
        if (filters.isEmpty()) {
            return NO_FILTERS;
        }
        List<byte[]> texts = filters.stream().map(FrameTexts::encoded).toList();
        int size = Short.BYTES + texts.stream().mapToInt(FrameTexts::size).sum();
        ByteBuffer out = ByteBuffer.allocate(size).putShort((short) texts.size());
        texts.forEach(text -> FrameTexts.put(out, text));
        return out.array();
    }

    /// What stands between number and filters, or before the message for one client.
    static byte[] head(byte[] instance, byte[] address) {
        ByteBuffer out = ByteBuffer.allocate(FrameTexts.size(instance) + FrameTexts.size(address));
        FrameTexts.put(out, instance);
        FrameTexts.put(out, address);
        return out.array();
    }

    static byte[] head(boolean keep, byte[] instance, byte[] client) {
        ByteBuffer out = ByteBuffer.allocate(1 + FrameTexts.size(instance) + FrameTexts.size(client));
        out.put((byte) (keep ? 1 : 0));
        FrameTexts.put(out, instance);
        FrameTexts.put(out, client);
        return out.array();
    }

    int type() {
        return type;
    }

    /// Of its frame, in bytes.
    int size() {
        return Long.BYTES + head.length + shared.length + message.length;
    }

    void write(ByteBuffer out) {
        out.putLong(number);
        writeContent(out);
    }

    /// What follows the number.
    ByteBuffer content() {
        ByteBuffer out = ByteBuffer.allocate(size() - Long.BYTES);
        writeContent(out);
        return out.flip();
    }

    private void writeContent(ByteBuffer out) {
        out.put(head).put(shared).put(message);
    }

    /// What it counts with.
    int bytes() {
        return OVERHEAD_BYTES + size();
    }

    boolean isForClient() {
        return type == DeliveryFrames.CLIENT_MESSAGE;
    }

    /// Of the client that it is for.
    int vshard() {
        return vshard;
    }

    /// Whether it must not be lost: it has QoS 1 or 2, or somebody waits for it.
    boolean isReliable() {
        return reliable;
    }

    @Nullable
    Runnable confirm() {
        return confirm;
    }
}
