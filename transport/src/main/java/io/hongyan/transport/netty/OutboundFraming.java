package io.hongyan.transport.netty;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// How appended frames are written: as one byte stream, or each as a WebSocket message. Those of servers have no state,
/// so that all connections share one.
public sealed interface OutboundFraming {
    /// TCP without TLS.
    OutboundFraming PLAIN = new Plain(true);

    /// TLS: its own goodbye has to leave before the socket closes.
    OutboundFraming SECURE = new Plain(false);

    /// WebSocket, from the server.
    OutboundFraming MESSAGES = new Messages(null);

    /// How many bytes stand before a frame.
    int headBytes(int size);

    /// Appends what stands before a frame.
    void head(ByteBuf buffer, int size);

    /// A frame was written to its end, which is the end of the buffer.
    void finished(ByteBuf buffer, int start);

    /// Whether the own direction can be shut alone.
    boolean lingers();

    /// @param lingers whether the own direction can be shut alone
    record Plain(boolean lingers) implements OutboundFraming {
        @Override
        public int headBytes(int size) {
            return 0;
        }

        @Override
        public void head(ByteBuf buffer, int size) {}

        @Override
        public void finished(ByteBuf buffer, int start) {}
    }

    /// WebSocket: each MQTT packet is a binary message of its own, because some clients lose the second packet of a
    /// message. The messages of a turn lie one behind the other in one buffer.
    ///
    /// @param masks of a client; null = from a server
    record Messages(@Nullable Masks masks) implements OutboundFraming {
        @Override
        public int headBytes(int size) {
            return WebSocketFrames.headBytes(size, masks != null);
        }

        @Override
        public void head(ByteBuf buffer, int size) {
            WebSocketFrames.head(buffer, WebSocketFrames.WHOLE_BINARY, size, masks);
        }

        @Override
        public void finished(ByteBuf buffer, int start) {
            if (masks != null) {
                WebSocketFrames.mask(buffer, start);
            }
        }

        @Override
        public boolean lingers() {
            return false;
        }
    }
}
