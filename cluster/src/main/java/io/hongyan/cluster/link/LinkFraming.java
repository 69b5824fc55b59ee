package io.hongyan.cluster.link;

import io.hongyan.transport.Framing;
import java.nio.ByteBuffer;

/// Cuts what comes over a link into frames. What it throws is a [LinkException]; nothing is allocated for a frame that
/// is refused.
enum LinkFraming implements Framing {
    /// Of whoever connects and has not said who it is: one frame, which is refused at its first wrong byte.
    HELLO {
        @Override
        public void checkWhole(ByteBuffer in, int position, int limit) {
            Hello.checkStart(in, position, limit);
        }

        @Override
        public void checkPart(ByteBuffer in, int position, int limit) {
            Hello.checkStart(in, position, limit);
        }
    },

    /// Of what follows, and of all that an accepting node sends.
    FRAMES {
        @Override
        public void checkWhole(ByteBuffer in, int position, int limit) {}

        @Override
        public void checkPart(ByteBuffer in, int position, int limit) {}
    };

    @Override
    public int length(ByteBuffer in, int position, int limit) {
        if (limit - position < LinkFrames.LENGTH_BYTES) {
            return INCOMPLETE;
        }
        int counted = in.getInt(position);
        if (counted < 1 || counted > Integer.MAX_VALUE - LinkFrames.LENGTH_BYTES) {
            throw new LinkException("a frame of length " + Integer.toUnsignedString(counted) + ": no frame has that");
        }
        return LinkFrames.LENGTH_BYTES + counted;
    }

    @Override
    public RuntimeException tooLong(int length, int limit) {
        return new LinkException("a frame of " + length + " bytes; the limit is " + limit);
    }
}
