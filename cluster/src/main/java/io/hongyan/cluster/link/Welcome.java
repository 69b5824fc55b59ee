package io.hongyan.cluster.link;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// The answer to a HELLO that is taken. Later versions may add to its end.
///
/// @param version of the protocol of links that both sides speak from now on
/// @param node the name of the node that answers
/// @param incarnation of that node
/// @param loops how many it has
/// @param largestFrame what it takes, type and body, in bytes
record Welcome(int version, String node, long incarnation, int loops, int largestFrame) {
    private static final int NUMBERS_BYTES = 2 + 8 + 2 + 4;

    static Welcome of(Self self, int version, int largestFrame) {
        return new Welcome(version, self.name(), self.incarnation(), self.loops(), largestFrame);
    }

    /// The whole frame.
    byte[] frame() {
        byte[] nodeText = Texts.encoded(node);
        int bodyBytes = NUMBERS_BYTES + 2 + nodeText.length;
        ByteBuffer out = ByteBuffer.allocate(LinkFrames.HEAD_BYTES + bodyBytes);
        LinkFrames.head(out, LinkFrames.WELCOME, bodyBytes).putShort((short) version);
        Texts.put(out, nodeText).putLong(incarnation).putShort((short) loops).putInt(largestFrame);
        return out.array();
    }

    /// @param body of its frame
    /// @throws LinkException when it cannot be read
    static Welcome read(ByteBuffer body) {
        try {
            int version = body.getShort() & 0xffff;
            String node = Texts.take(body);
            long incarnation = body.getLong();
            int loops = body.getShort() & 0xffff;
            return new Welcome(version, node, incarnation, loops, body.getInt());
        } catch (BufferUnderflowException e) {
            throw new LinkException("WELCOME that ends too early");
        }
    }
}
