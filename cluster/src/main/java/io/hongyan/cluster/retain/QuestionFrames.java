package io.hongyan.cluster.retain;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageCodec;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.peer.FrameTexts;
import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Questions and answers as frames.
///
/// Confined to one thread, because the decoder is.
final class QuestionFrames {
    private static final int LAST = 1;

    private final MessageCodec codec = new MessageCodec();

    /// The body of a WANTED frame.
    static byte[] wanted(
            long id, int most, String instance, TopicFilter filter, @Nullable Topic after, BitSet vshards) {
        byte[] name = FrameTexts.encoded(instance);
        byte[] begin = after == null ? Topic.NONE.utf8() : after.utf8();
        byte[] set = vshards.toByteArray();
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES
                + Integer.BYTES
                + FrameTexts.size(name)
                + FrameTexts.size(filter.utf8())
                + FrameTexts.size(begin)
                + FrameTexts.size(set));
        out.putLong(id).putInt(most);
        FrameTexts.put(out, name);
        FrameTexts.put(out, filter.utf8());
        FrameTexts.put(out, begin);
        FrameTexts.put(out, set);
        return out.array();
    }

    /// Reads what follows the number in a WANTED frame.
    static Wanted readWanted(ByteBuffer in, Consumer<Page> sink) {
        int most = in.getInt();
        String instance = FrameTexts.take(in);
        TopicFilter filter = filter(FrameTexts.take(in));
        Topic after = topic(FrameTexts.takeBytes(in));
        return new Wanted(instance, filter, after, vshards(in), Math.max(1, most), sink);
    }

    /// The body of a PAGE frame: with as many messages of the page as it takes.
    ///
    /// @param largest body, in bytes
    /// @param tooLarge hears the size of a message that no frame takes, which is left out
    static byte[] page(long id, Page page, int largest, Consumer<Integer> tooLarge) {
        byte[] covered = page.covered().toByteArray();
        int longest = longestTopic(page);
        int size = Long.BYTES + 1 + FrameTexts.size(covered) + Short.BYTES + longest;
        List<byte[]> messages = new ArrayList<>(page.messages().size());
        boolean whole = true;
        Topic next = page.next();
        for (Message message : page.messages()) {
            byte[] encoded = MessageCodec.encode(message, 0);
            int more = Integer.BYTES + encoded.length;
            if (size + more <= largest) {
                messages.add(encoded);
                size += more;
            } else if (messages.isEmpty()) {
                tooLarge.accept(more);
            } else {
                whole = false;
                break;
            }
            next = message.topic();
        }
        byte[] behind = next == null ? Topic.NONE.utf8() : next.utf8();
        ByteBuffer out = ByteBuffer.allocate(size - longest + behind.length);
        out.putLong(id).put((byte) (page.last() && whole ? LAST : 0));
        FrameTexts.put(out, covered);
        FrameTexts.put(out, behind);
        messages.forEach(message -> out.putInt(message.length).put(message));
        return out.array();
    }

    private static int longestTopic(Page page) {
        int longest = page.next() == null ? 0 : page.next().length();
        for (Message message : page.messages()) {
            longest = Math.max(longest, message.topic().length());
        }
        return longest;
    }

    /// Reads what follows the number in a PAGE frame.
    Page readPage(ByteBuffer in) {
        boolean last = (in.get() & LAST) != 0;
        BitSet covered = vshards(in);
        Topic next = topic(FrameTexts.takeBytes(in));
        List<Message> messages = new ArrayList<>();
        while (in.hasRemaining()) {
            int size = in.getInt();
            if (size < 0 || size > in.remaining()) {
                throw new MalformedFrame("a message of " + size + " bytes where " + in.remaining() + " are left");
            }
            messages.add(message(in.slice(in.position(), size)));
            in.position(in.position() + size);
        }
        return new Page(messages, last, covered, next);
    }

    private Message message(ByteBuffer in) {
        try {
            return codec.decode(in);
        } catch (RuntimeException wrong) {
            throw new MalformedFrame("a retained message that cannot be read: " + wrong);
        }
    }

    private static BitSet vshards(ByteBuffer in) {
        BitSet set = BitSet.valueOf(FrameTexts.takeBytes(in));
        if (set.length() > VShard.COUNT) {
            throw new MalformedFrame("virtual shard " + (set.length() - 1));
        }
        return set;
    }

    private static TopicFilter filter(String text) {
        try {
            return TopicFilter.parse(text);
        } catch (RuntimeException wrong) {
            throw new MalformedFrame("retained messages of a filter that is none: " + wrong.getMessage());
        }
    }

    private static @Nullable Topic topic(byte[] utf8) {
        try {
            return utf8.length == 0 ? null : Topic.decoded(utf8);
        } catch (RuntimeException wrong) {
            throw new MalformedFrame("retained messages behind a topic that is none: " + wrong.getMessage());
        }
    }
}
