package io.hongyan.cluster.link;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// What the side says that opens a link. Later versions may add to its end.
///
/// @param versions of the protocol of links that it speaks
/// @param cluster the cluster's id
/// @param node its name
/// @param incarnation grows with each start of that node
/// @param loops how many loops it has
/// @param fromLoop the loop that the link belongs to there, 0 to `loops` - 1
/// @param toLoop the loop that it shall belong to here
/// @param largestFrame what it takes, type and body, in bytes
record Hello(
        Versions versions,
        String cluster,
        String node,
        long incarnation,
        int loops,
        int fromLoop,
        int toLoop,
        int largestFrame) {
    /// `HYLK`.
    static final int MAGIC = 0x48594c4b;

    private static final int NUMBERS_BYTES = 4 + 2 + 2 + 8 + 2 + 2 + 2 + 4;
    private static final int TYPE_AT = LinkFrames.LENGTH_BYTES;

    static Hello of(Self self, int fromLoop, int toLoop, int largestFrame) {
        return new Hello(
                self.versions(),
                self.cluster(),
                self.name(),
                self.incarnation(),
                self.loops(),
                fromLoop,
                toLoop,
                largestFrame);
    }

    /// The whole frame.
    byte[] frame() {
        byte[] clusterText = Texts.encoded(cluster);
        byte[] nodeText = Texts.encoded(node);
        int bodyBytes = NUMBERS_BYTES + 2 + clusterText.length + 2 + nodeText.length;
        ByteBuffer out = ByteBuffer.allocate(LinkFrames.HEAD_BYTES + bodyBytes);
        LinkFrames.head(out, LinkFrames.HELLO, bodyBytes)
                .putInt(MAGIC)
                .putShort((short) versions.first())
                .putShort((short) versions.last());
        Texts.put(out, clusterText);
        Texts.put(out, nodeText)
                .putLong(incarnation)
                .putShort((short) loops)
                .putShort((short) fromLoop)
                .putShort((short) toLoop)
                .putInt(largestFrame);
        return out.array();
    }

    /// @throws LinkException when it cannot be read
    static Hello read(ByteBuffer frame) {
        ByteBuffer body = LinkFrames.body(frame);
        try {
            body.getInt(); // the framing has seen it
            int first = body.getShort() & 0xffff;
            int last = body.getShort() & 0xffff;
            if (first > last) {
                throw new LinkException("HELLO with versions " + first + " to " + last);
            }
            String cluster = Texts.take(body);
            String node = Texts.take(body);
            long incarnation = body.getLong();
            int loops = body.getShort() & 0xffff;
            int fromLoop = body.getShort() & 0xffff;
            int toLoop = body.getShort() & 0xffff;
            int largest = body.getInt();
            return new Hello(new Versions(first, last), cluster, node, incarnation, loops, fromLoop, toLoop, largest);
        } catch (BufferUnderflowException e) {
            throw new LinkException("HELLO that ends too early");
        }
    }

    /// Judges what has arrived of the first frame.
    ///
    /// @throws LinkException at the first wrong byte
    static void checkStart(ByteBuffer in, int position, int limit) {
        int arrived = limit - position;
        boolean longer = arrived >= LinkFrames.LENGTH_BYTES
                && in.getInt(position) > LinkFrames.MAX_GREETING_BYTES - LinkFrames.LENGTH_BYTES;
        if ((arrived >= 1 && in.get(position) != 0) || longer) { // of a length below 4 KiB
            throw noHello();
        }
        if (arrived > TYPE_AT && in.get(position + TYPE_AT) == LinkFrames.REFUSED) {
            return; // of a node that looked for another one, and says so
        }
        if (arrived > TYPE_AT && in.get(position + TYPE_AT) != LinkFrames.HELLO) {
            throw noHello();
        }
        for (int i = 0; i < Integer.BYTES && arrived > LinkFrames.HEAD_BYTES + i; i++) {
            byte wanted = (byte) (MAGIC >>> (24 - 8 * i));
            if (in.get(position + LinkFrames.HEAD_BYTES + i) != wanted) {
                throw noHello();
            }
        }
    }

    private static LinkException noHello() {
        return new LinkException("what came first is no HELLO of a node: something else than a node connects to the"
                + " port of the cluster");
    }
}
