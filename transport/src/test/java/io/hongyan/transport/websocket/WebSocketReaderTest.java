package io.hongyan.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.transport.netty.Masks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("FutureReturnValueIgnored") // what became of a write or close is looked at in other ways
class WebSocketReaderTest {
    private static final byte[] NOTHING = {};

    private final Random random = new Random(41);

    private EmbeddedChannel channel(boolean masked) {
        EmbeddedChannel channel = new EmbeddedChannel(
                new WebSocket13FrameDecoder(masked, false, 1024), new WebSocket13FrameEncoder(!masked));
        WebSocketReader.install(channel.pipeline(), masked ? null : new Masks(random));
        assertThat(channel.pipeline().names()).hasSize(2); // with the tail
        return channel;
    }

    private byte[] frame(int first, byte[] payload, boolean masked) {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(first);
        int mark = masked ? 0x80 : 0;
        if (payload.length < 126) {
            out.writeByte(mark | payload.length);
        } else if (payload.length < 65536) {
            out.writeByte(mark | 126).writeShort(payload.length);
        } else {
            out.writeByte(mark | 127).writeLong(payload.length);
        }
        byte[] mask = new byte[4];
        if (masked) {
            random.nextBytes(mask);
            out.writeBytes(mask);
        }
        for (int i = 0; i < payload.length; i++) {
            out.writeByte(payload[i] ^ mask[i & 3]);
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private byte[] payload(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] read(EmbeddedChannel channel) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
            all.writeBytes(bytes(part));
        }
        return all.toByteArray();
    }

    private static byte[] written(EmbeddedChannel channel) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(bytes(part));
        }
        return all.toByteArray();
    }

    private static byte[] bytes(ByteBuf part) {
        byte[] bytes = new byte[part.readableBytes()];
        part.readBytes(bytes);
        part.release();
        return bytes;
    }

    private static void send(EmbeddedChannel channel, byte[] bytes, int from, int to) {
        if (from < to) {
            ByteBuf in = channel.alloc().directBuffer(to - from + 3);
            in.writeBytes(new byte[3]).skipBytes(3); // so that a buffer does not begin with what is read
            in.writeBytes(bytes, from, to - from);
            channel.writeInbound(in);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void frames_are_read_wherever_the_stream_is_cut(boolean masked) {
        byte[] one = payload(9);
        byte[] two = payload(14);
        byte[] three = payload(11);
        byte[] four = payload(4);
        byte[] stream = joined(
                frame(0x82, one, masked),
                frame(0x82, NOTHING, masked),
                frame(0x02, two, masked),
                frame(0x89, new byte[] {5, 6, 7}, masked),
                frame(0x8a, NOTHING, masked),
                frame(0x00, NOTHING, masked),
                frame(0x80, three, masked),
                frame(0x82, four, masked));
        byte[] all = joined(one, two, three, four);
        for (int first = 0; first < stream.length; first++) {
            for (int second = first; second < stream.length; second++) {
                EmbeddedChannel channel = channel(masked);
                send(channel, stream, 0, first);
                send(channel, stream, first, second);
                send(channel, stream, second, stream.length);
                assertThat(read(channel)).as("cut at %d and %d", first, second).isEqualTo(all);
                assertThat(written(channel)).hasSize(masked ? 5 : 9);
                channel.releaseOutbound();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 124, 125, 126, 127, 65_534, 65_535, 65_536, 65_537})
    void a_length_is_understood_in_each_of_its_forms(int size) {
        for (boolean masked : new boolean[] {true, false}) {
            byte[] large = payload(size);
            byte[] small = payload(3);
            byte[] stream = joined(
                    frame(0x82, small, masked),
                    frame(0x82, large, masked),
                    frame(0x82, small, masked),
                    frame(0x82, payload(0), masked));
            EmbeddedChannel channel = channel(masked);
            send(channel, stream, 0, stream.length);
            assertThat(read(channel)).isEqualTo(joined(small, large, small));
            int frame = frame(0x82, small, masked).length;
            for (int cut = frame; cut < Math.min(frame + 20, stream.length); cut++) {
                send(channel, stream, 0, cut);
                send(channel, stream, cut, stream.length);
                assertThat(read(channel)).as("cut at %d", cut).isEqualTo(joined(small, large, small));
            }
        }
    }

    @Test
    void what_one_read_brings_is_handed_on_at_once_in_the_buffer_in_which_it_came() {
        EmbeddedChannel channel = channel(true);
        byte[] one = payload(50);
        byte[] two = payload(51);
        ByteBuf in = channel.alloc()
                .directBuffer()
                .writeBytes(joined(frame(0x82, one, true), frame(0x82, two, true), frame(0x82, NOTHING, true)));
        channel.writeInbound(in);
        ByteBuf out = channel.readInbound();
        assertThat(out).isSameAs(in);
        assertThat(bytes(out)).isEqualTo(joined(one, two));
        assertThat(channel.<ByteBuf>readInbound()).isNull();
    }

    @Test
    void what_was_handed_on_before_a_control_frame_stays_as_it_is() {
        EmbeddedChannel channel = channel(true);
        byte[] one = payload(50);
        byte[] two = payload(51);
        byte[] stream = joined(
                frame(0x82, one, true),
                frame(0x82, two, true),
                frame(0x89, payload(125), true),
                frame(0x82, two, true),
                frame(0x82, one, true));
        send(channel, stream, 0, stream.length);
        ByteBuf before = channel.readInbound();
        ByteBuf after = channel.readInbound();
        assertThat(bytes(before)).isEqualTo(joined(one, two));
        assertThat(bytes(after)).isEqualTo(joined(two, one));
        assertThat(written(channel)).hasSize(127);
    }

    @Test
    void a_client_masks_its_pong_and_its_goodbye() {
        EmbeddedChannel channel = channel(false);
        byte[] ping = payload(13);
        send(channel, frame(0x89, ping, false), 0, 15);
        channel.close();
        EmbeddedChannel server = channel(true);
        byte[] sent = written(channel);
        assertThat(sent[0]).isEqualTo((byte) 0x8a);
        send(server, sent, 0, sent.length);
        assertThat(written(server)).isEqualTo(HexFormat.of().parseHex("880203e8"));
        assertThat(server.isOpen()).isFalse();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_close_is_answered_with_its_own_reason_and_nothing_behind_it_is_read() {
        EmbeddedChannel channel = channel(true);
        byte[] reason = HexFormat.of().parseHex("03e96279652e");
        byte[] stream = joined(
                frame(0x82, new byte[] {1}, true),
                frame(0x88, reason, true),
                frame(0x89, NOTHING, true),
                frame(0x82, new byte[] {2}, true));
        send(channel, stream, 0, stream.length);
        assertThat(read(channel)).containsExactly(1);
        assertThat(written(channel)).isEqualTo(joined(new byte[] {(byte) 0x88, 6}, reason));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void nothing_is_sent_behind_a_goodbye_and_a_peer_that_does_not_read_it_is_left() {
        EmbeddedChannel channel = channel(true);
        Stuck stuck = new Stuck();
        channel.pipeline().addFirst(stuck);
        channel.freezeTime();
        channel.pipeline().close(); // its own method would cancel what is scheduled
        ByteBuf late = channel.alloc().directBuffer().writeZero(7);
        channel.pipeline().write(late, channel.voidPromise());
        assertThat(late.refCnt()).isZero();
        assertThat(channel.pipeline().write(Unpooled.EMPTY_BUFFER).isSuccess()).isFalse();
        byte[] ping = frame(0x89, NOTHING, true);
        send(channel, ping, 0, ping.length);
        channel.pipeline().close();
        assertThat(stuck.writes).isEqualTo(1);
        channel.advanceTimeBy(4, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(2, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    /// A socket that takes nothing.
    private static final class Stuck extends ChannelOutboundHandlerAdapter {
        int writes;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            writes++;
            ReferenceCountUtil.release(message);
        }
    }

    @Test
    void what_came_before_a_fault_is_handed_on_and_the_fault_told_once() {
        EmbeddedChannel channel = channel(true);
        byte[] stream =
                joined(frame(0x82, new byte[] {1, 2, 3}, true), HexFormat.of().parseHex("c2"));
        assertThatThrownBy(() -> send(channel, stream, 0, stream.length))
                .isInstanceOf(CorruptedWebSocketFrameException.class)
                .hasMessage("a reserved bit");
        send(channel, stream, 0, stream.length);
        assertThat(read(channel)).containsExactly(1, 2, 3);
        assertThat(written(channel)).startsWith(0x88, 16, 0x03, 0xea);
        channel.close();
        assertThat(channel.isOpen()).isFalse();
        assertThat(written(channel)).isEmpty();
    }
}
