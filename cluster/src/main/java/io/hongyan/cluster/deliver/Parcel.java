package io.hongyan.cluster.deliver;

import io.hongyan.cluster.peer.FrameTexts;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message on its way to one node. What several nodes get of one message is encoded once and shared.
///
/// Confined to its shard.
final class Parcel {
    /// What a parcel counts with besides its bytes.
    private static final int OVERHEAD_BYTES = 96;

    private static final BitSet NO_VSHARDS = new BitSet(0);
    private static final byte[] NO_BYTES = new byte[0];
    private static final byte[] NO_FILTERS = new byte[Short.BYTES];

    private final int type;
    private final byte[] head;
    private final byte[] filters;
    private final byte[] message;
    private final boolean reliable;
    private final @Nullable Runnable confirm;

    /// Of the client that it is for.
    private int vshard = -1;

    /// Of a part.
    private @Nullable HeldMessage whole;

    private BitSet vshards = NO_VSHARDS;
    private byte[] vshardBytes = NO_BYTES;

    /// Of a message for subscribers.
    private long heard;

    private Collection<String> elsewhere = List.of();

    /// 0 until it gets one, and for those that nobody waits for.
    long number;

    /// Whether a link has taken it.
    boolean sent;

    private Parcel(
            int type, byte[] head, byte[] filters, byte[] message, boolean reliable, @Nullable Runnable confirm) {
        this.type = type;
        this.head = head;
        this.filters = filters;
        this.message = message;
        this.reliable = reliable;
        this.confirm = confirm;
    }

    /// For the subscribers of a node.
    ///
    /// @param head by [#head]
    /// @param shared the filters of shared subscriptions to serve there
    /// @param elsewhere those that are served by others
    /// @param heard what was known of the node when the message was matched
    static Parcel ofMessage(
            byte[] head,
            Collection<String> shared,
            Collection<String> elsewhere,
            long heard,
            byte[] message,
            boolean reliable,
            @Nullable Runnable confirm) {
        Parcel parcel = new Parcel(DeliveryFrames.MESSAGE, head, filters(shared), message, reliable, confirm);
        parcel.heard = heard;
        parcel.elsewhere = elsewhere;
        return parcel;
    }

    /// For one client.
    static Parcel ofClientMessage(
            byte[] head, int vshard, byte[] message, boolean reliable, @Nullable Runnable confirm) {
        Parcel parcel = new Parcel(DeliveryFrames.CLIENT_MESSAGE, head, NO_BYTES, message, reliable, confirm);
        parcel.vshard = vshard;
        return parcel;
    }

    /// For the subscribers of some virtual shards of a node.
    ///
    /// @param served by [#filters]
    /// @param whole knows what becomes of it
    static Parcel ofPart(byte[] head, byte[] served, BitSet vshards, byte[] message, HeldMessage whole) {
        Parcel parcel = new Parcel(DeliveryFrames.PART, head, served, message, true, null);
        byte[] bits = vshards.toByteArray();
        parcel.vshards = vshards;
        parcel.vshardBytes = ByteBuffer.allocate(Short.BYTES + bits.length)
                .putShort((short) bits.length)
                .put(bits)
                .array();
        parcel.whole = whole;
        return parcel;
    }

    /// A count and texts.
    static byte[] filters(Collection<String> filters) {
        if (filters.isEmpty()) {
            return NO_FILTERS;
        }
        List<byte[]> texts = filters.stream().map(FrameTexts::encoded).toList();
        int size = Short.BYTES + texts.stream().mapToInt(FrameTexts::size).sum();
        ByteBuffer out = ByteBuffer.allocate(size).putShort((short) texts.size());
        texts.forEach(text -> FrameTexts.put(out, text));
        return out.array();
    }

    /// What stands before the filters, or before the message for one client.
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
        return Long.BYTES + contentSize();
    }

    private int contentSize() {
        int size = head.length + filters.length + vshardBytes.length + message.length;
        return type == DeliveryFrames.MESSAGE ? Long.BYTES + size : size;
    }

    void write(ByteBuffer out) {
        out.putLong(number);
        writeContent(out);
    }

    /// What follows the number.
    ByteBuffer content() {
        ByteBuffer out = ByteBuffer.allocate(contentSize());
        writeContent(out);
        return out.flip();
    }

    private void writeContent(ByteBuffer out) {
        if (type == DeliveryFrames.MESSAGE) {
            out.putLong(heard);
        }
        out.put(head).put(filters).put(vshardBytes).put(message);
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

    /// What it is a part of; null when it is none.
    @Nullable
    HeldMessage whole() {
        return whole;
    }

    /// Of a part.
    BitSet vshards() {
        return vshards;
    }

    /// A message for subscribers that its node did not confirm, for those who serve its virtual shards next.
    HeldMessage orphaned(BitSet had) {
        return new HeldMessage(head, filters(elsewhere), message, had, confirm);
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
