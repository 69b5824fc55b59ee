package io.hongyan.transport.netty;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// The masks of one client's WebSocket frames, which nobody must be able to foretell (RFC 6455, chapter 5.3): whoever
/// chooses a payload would choose the bytes that a proxy sees. They are taken from the generator in blocks, as one that
/// is good enough does most of its work for each call.
///
/// Confined to its connection's loop.
public final class Masks {
    private static final int BLOCK_BYTES = 128;

    private final RandomGenerator random;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).limit(0);

    /// @param random one that is strong
    public Masks(RandomGenerator random) {
        this.random = random;
    }

    int next() {
        if (!block.hasRemaining()) {
            random.nextBytes(block.array());
            block.clear();
        }
        return block.getInt();
    }
}
