package io.hongyan.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/// How appended frames are written: as one byte stream, or each as a WebSocket message.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
public sealed interface OutboundFraming {
    /// TCP, with or without TLS. Has no state, so that all connections share one.
    OutboundFraming PLAIN = new Plain(true);

    /// TLS: its own goodbye has to leave before the socket closes.
    OutboundFraming SECURE = new Plain(false);

    /// A frame of that size is being appended.
    void began(int size);

    /// The frame begun last is not sent.
    void dropped();

    /// Gives the appended bytes to the channel, without a flush. The buffer's owner is the channel from now on.
    void write(Channel channel, ByteBuf buffer);

    /// Whether the own direction can be shut alone.
    boolean lingers();

    /// Says goodbye in the way of the transport, and closes.
    void close(Channel channel);

    record Plain(boolean lingers) implements OutboundFraming {
        @Override
        public void began(int size) {}

        @Override
        public void dropped() {}

        @Override
        public void write(Channel channel, ByteBuf buffer) {
            channel.write(buffer, channel.voidPromise());
        }

        @Override
        public void close(Channel channel) {
            channel.close();
        }
    }

    /// WebSocket: each MQTT packet is a binary message of its own, because some clients lose the second packet of a
    /// message.
    final class Messages implements OutboundFraming {
        private int[] sizes = new int[4];
        private int count;

        @Override
        public void began(int size) {
            if (count == sizes.length) {
                sizes = java.util.Arrays.copyOf(sizes, count * 2);
            }
            sizes[count++] = size;
        }

        @Override
        public void dropped() {
            count--;
        }

        @Override
        public void write(Channel channel, ByteBuf buffer) {
            int sent = 0;
            while (sent < count && buffer.readableBytes() >= sizes[sent]) {
                channel.write(new BinaryWebSocketFrame(buffer.readRetainedSlice(sizes[sent])));
                sent++;
            }
            count -= sent;
            System.arraycopy(sizes, sent, sizes, 0, count);
            buffer.release();
        }

        @Override
        public boolean lingers() {
            return false;
        }

        @Override
        public void close(Channel channel) {
            channel.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
