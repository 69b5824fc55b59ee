package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.content.ContentHeader;
import io.hongyan.amqp.codec.method.BasicPublish;
import io.hongyan.amqp.frame.Frames;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Puts `basic.publish`, content header and body frames of one channel together (AMQP 0-9-1, 4.2.6). Memory grows with
/// what has come, not with what was announced; a body above the limit is counted and not kept.
///
/// Confined to the loop of the connection.
final class ContentAssembler {
    private static final byte[] NOTHING = {};
    private static final int FIRST = 1 << 10;

    private final int limit;
    private final PublishWindow window;
    private @Nullable BasicPublish publish;
    private @Nullable ContentHeader header;
    private int headerBytes;
    private byte[] body = NOTHING;
    private long received;

    /// @param limit the largest body that is kept, in bytes
    /// @param window told how much memory parts take
    ContentAssembler(int limit, PublishWindow window) {
        this.limit = limit;
        this.window = window;
    }

    /// Whether content is under way, so that no method may come.
    boolean isBusy() {
        return publish != null;
    }

    void begin(BasicPublish method) {
        publish = method;
    }

    /// Takes the header.
    ///
    /// @param bytes that it has
    /// @return the message, when it has no body; else null
    @Nullable
    Content header(ContentHeader announced, int bytes) {
        if (publish == null || header != null) {
            throw unexpected("a content header");
        }
        window.partial(bytes);
        headerBytes = bytes;
        header = announced;
        received = 0;
        body = NOTHING;
        return announced.bodySize() == 0 ? take(publish, announced) : null;
    }

    /// Takes a part of the body.
    ///
    /// @return the message, when it is whole; else null
    @Nullable
    Content body(ByteBuffer frame) {
        ContentHeader announced = header;
        BasicPublish method = publish;
        if (announced == null || method == null) {
            throw unexpected("a body");
        }
        int length = Frames.payloadLength(frame);
        if (length > announced.bodySize() - received) {
            throw new AmqpException(
                    ReplyCode.FRAME_ERROR,
                    "4.2.6.2",
                    "a body of " + (received + length) + " bytes; its header says " + announced.bodySize(),
                    MethodId.BASIC_PUBLISH);
        }
        if (announced.bodySize() <= limit) {
            keep(frame, length, (int) announced.bodySize());
        }
        received += length;
        return received == announced.bodySize() ? take(method, announced) : null;
    }

    private void keep(ByteBuffer frame, int length, int whole) {
        int end = (int) received + length;
        if (end > body.length) {
            int larger = Math.min(whole, Math.max(end, Math.max(FIRST, 2 * body.length)));
            window.partial(larger - body.length);
            body = Arrays.copyOf(body, larger);
        }
        Frames.copyPayload(frame, body, (int) received);
    }

    private Content take(BasicPublish method, ContentHeader announced) {
        boolean kept = announced.bodySize() <= limit;
        byte[] whole = body;
        discard();
        return new Content(method, announced.properties(), announced.bodySize(), kept ? whole : null);
    }

    /// Forgets what has come.
    void discard() {
        window.partial(-body.length - headerBytes);
        headerBytes = 0;
        publish = null;
        header = null;
        body = NOTHING;
    }

    private static AmqpException unexpected(String what) {
        return new AmqpException(
                ReplyCode.UNEXPECTED_FRAME, "4.2.6", what + " that no basic.publish announced", MethodId.BASIC_PUBLISH);
    }
}
