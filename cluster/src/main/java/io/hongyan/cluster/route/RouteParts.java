package io.hongyan.cluster.route;

import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.peer.FrameTexts;
import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.topic.TopicFilter;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// The parts that a batch of changes and a page of a snapshot consist of. Each has a kind of 1 byte, with the highest
/// bit for what is gone, and then:
///
/// - [#EXACT]: a count of 4 bytes, and so many keys of 8 bytes;
/// - [#WILD]: the instance, the code of the shape (4 bytes), count and keys; a receiver looks for that shape from now
///   on;
/// - [#SHARED]: the instance, a count, and so many filters with `$share/...` in front;
/// - [#ENDED]: the instance and the code of a shape that has no filters any more;
/// - [#SERVED]: a count of 4 bytes, and so many virtual shards (2 bytes each) that the node has ended serving; or with
///   their epochs (8 bytes each) those that it serves from now on;
/// - [#ALL_SERVED]: the same with all that it serves.
///
/// Virtual shards that the node has ended serving come before the filters that go with them, and those that it serves
/// from now on behind the filters that came with them.
/// Parts with what is gone come first: a key that is gone for one group and there for another one stays.
final class RouteParts {
    private static final int EXACT = 1;
    private static final int WILD = 2;
    private static final int SHARED = 3;
    private static final int ENDED = 4;
    private static final int SERVED = 5;
    private static final int ALL_SERVED = 6;
    private static final int GONE = 0x80;
    private static final int SERVED_BYTES = Short.BYTES + Long.BYTES;

    private ByteBuffer out = ByteBuffer.allocate(256);

    /// Who is told what a frame says.
    interface Reader {
        void exact(boolean added, long key);

        /// A part with such keys begins.
        void shape(String instance, FilterShape shape);

        /// Of the instance and shape told last.
        void wild(boolean added, long key);

        /// All of them are told.
        void shapeRead();

        void shared(boolean added, String instance, TopicFilter filter);

        void ended(String instance, FilterShape shape);

        /// The node has ended serving a virtual shard.
        void ended(int vshard);

        /// The node serves a virtual shard from now on.
        void begun(int vshard, long epoch);

        /// The node serves these and no others.
        void only(Map<Integer, Long> epochs);
    }

    void number(long value) {
        room(Long.BYTES).putLong(value);
    }

    void flags(int value) {
        room(1).put((byte) value);
    }

    void keys(boolean added, RouteGroup group, KeyList keys) {
        boolean exact = group.shape().isExact();
        kind(exact ? EXACT : WILD, added);
        if (!exact) {
            text(group.instance());
            room(Integer.BYTES).putInt(group.shape().code());
        }
        ByteBuffer buffer = room(Integer.BYTES + Long.BYTES * keys.size()).putInt(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            buffer.putLong(keys.get(i));
        }
    }

    void shared(boolean added, String instance, Collection<String> filters) {
        kind(SHARED, added);
        text(instance);
        room(Integer.BYTES).putInt(filters.size());
        filters.forEach(this::text);
    }

    void ended(RouteGroup group) {
        kind(ENDED, false);
        text(group.instance());
        room(Integer.BYTES).putInt(group.shape().code());
    }

    /// Virtual shards that the node has ended serving.
    void ended(Collection<Integer> vshards) {
        kind(SERVED, false);
        ByteBuffer buffer = room(Integer.BYTES + Short.BYTES * vshards.size()).putInt(vshards.size());
        vshards.forEach(vshard -> buffer.putShort((short) (int) vshard));
    }

    /// Virtual shards that the node serves from now on.
    void begun(Map<Integer, Long> epochs) {
        kind(SERVED, true);
        epochs(epochs);
    }

    /// All that the node serves.
    void only(Map<Integer, Long> epochs) {
        kind(ALL_SERVED, true);
        epochs(epochs);
    }

    private void epochs(Map<Integer, Long> epochs) {
        ByteBuffer buffer = room(Integer.BYTES + SERVED_BYTES * epochs.size()).putInt(epochs.size());
        epochs.forEach((vshard, epoch) -> buffer.putShort((short) (int) vshard).putLong(epoch));
    }

    /// Parts that were written elsewhere.
    void append(byte[] parts) {
        room(parts.length).put(parts);
    }

    /// So far.
    int size() {
        return out.position();
    }

    byte[] bytes() {
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }

    private void kind(int kind, boolean added) {
        room(1).put((byte) (added ? kind : kind | GONE));
    }

    private void text(String text) {
        byte[] utf8 = FrameTexts.encoded(text);
        FrameTexts.put(room(FrameTexts.size(utf8)), utf8);
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            out = ByteBuffer.allocate(Math.max(out.capacity() * 2, out.position() + bytes))
                    .put(out.flip());
        }
        return out;
    }

    /// Reads the rest of a frame.
    ///
    /// @throws MalformedFrame or java.nio.BufferUnderflowException when no node sends such parts
    static void read(ByteBuffer in, Reader reader) {
        while (in.hasRemaining()) {
            int kind = in.get() & 0xff;
            boolean added = (kind & GONE) == 0;
            switch (kind & ~GONE) {
                case EXACT -> {
                    int count = count(in, Long.BYTES);
                    for (int i = 0; i < count; i++) {
                        reader.exact(added, in.getLong());
                    }
                }
                case WILD -> readWild(in, added, reader);
                case SHARED -> {
                    String instance = FrameTexts.take(in);
                    int count = count(in, Short.BYTES);
                    for (int i = 0; i < count; i++) {
                        reader.shared(added, instance, shared(FrameTexts.take(in)));
                    }
                }
                case ENDED -> reader.ended(FrameTexts.take(in), FilterShape.of(in.getInt()));
                case SERVED -> {
                    if (added) {
                        epochs(in).forEach(reader::begun);
                    } else {
                        for (int i = count(in, Short.BYTES); i > 0; i--) {
                            reader.ended(vshard(in));
                        }
                    }
                }
                case ALL_SERVED -> reader.only(epochs(in));
                default -> throw new MalformedFrame("routes of kind " + kind);
            }
        }
    }

    private static void readWild(ByteBuffer in, boolean added, Reader reader) {
        reader.shape(FrameTexts.take(in), FilterShape.of(in.getInt()));
        int count = count(in, Long.BYTES);
        for (int i = 0; i < count; i++) {
            reader.wild(added, in.getLong());
        }
        reader.shapeRead();
    }

    private static Map<Integer, Long> epochs(ByteBuffer in) {
        Map<Integer, Long> epochs = new LinkedHashMap<>();
        for (int i = count(in, SERVED_BYTES); i > 0; i--) {
            epochs.put(vshard(in), in.getLong());
        }
        return epochs;
    }

    private static int vshard(ByteBuffer in) {
        int vshard = in.getShort();
        if (vshard < 0 || vshard >= VShard.COUNT) {
            throw new MalformedFrame("virtual shard " + vshard);
        }
        return vshard;
    }

    private static int count(ByteBuffer in, int leastBytes) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / leastBytes) {
            throw new MalformedFrame(count + " routes in " + in.remaining() + " bytes");
        }
        return count;
    }

    private static TopicFilter shared(String text) {
        try {
            TopicFilter filter = TopicFilter.parse(text);
            if (filter.isShared()) {
                return filter;
            }
        } catch (ProtocolException e) {
            throw new MalformedFrame("a shared subscription that is none: " + e.getMessage());
        }
        throw new MalformedFrame("a shared subscription without a share name");
    }
}
