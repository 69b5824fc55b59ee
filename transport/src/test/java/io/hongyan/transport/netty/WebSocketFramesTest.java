package io.hongyan.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketFramesTest {
    private static final int ROOM = 96;
    private static final int MASK = 0x11a233f4;

    private final Random random = new Random(14);

    @ParameterizedTest
    @ValueSource(ints = {MASK, 0, -1, 0x80000000})
    void bytes_are_moved_and_unmasked_from_everywhere_to_everywhere_before_it_in_every_length(int mask) {
        for (int from = 0; from < 24; from++) {
            for (int to = 0; to <= from; to++) {
                for (int length = 0; length < 40; length++) {
                    check(ByteBuffer.allocate(ROOM), from, to, length, mask);
                    check(ByteBuffer.allocateDirect(ROOM), from, to, length, mask);
                }
            }
        }
    }

    private void check(ByteBuffer bytes, int from, int to, int length, int mask) {
        byte[] before = new byte[ROOM];
        random.nextBytes(before);
        bytes.put(0, before);
        byte[] expected = before.clone();
        for (int i = 0; i < length; i++) {
            expected[to + i] = (byte) (before[from + i] ^ (mask >> (24 - 8 * (i & 3))));
        }
        int next = WebSocketFrames.move(bytes, from, to, length, mask);
        byte[] after = new byte[ROOM];
        bytes.get(0, after);
        assertThat(after).as("%d bytes from %d to %d", length, from, to).isEqualTo(expected);
        assertThat(next >>> 24).isEqualTo((mask >>> (24 - 8 * (length & 3))) & 0xff);
    }

    @Test
    void a_mask_goes_on_where_it_was_left_wherever_the_bytes_are_cut() {
        byte[] all = new byte[37];
        random.nextBytes(all);
        ByteBuffer whole = ByteBuffer.wrap(all.clone());
        WebSocketFrames.move(whole, 0, 0, all.length, MASK);
        for (int first = 0; first <= all.length; first++) {
            for (int second = first; second <= all.length; second++) {
                ByteBuffer cut = ByteBuffer.wrap(all.clone());
                int mask = WebSocketFrames.move(cut, 0, 0, first, MASK);
                mask = WebSocketFrames.move(cut, first, first, second - first, mask);
                WebSocketFrames.move(cut, second, second, all.length - second, mask);
                assertThat(cut.array()).isEqualTo(whole.array());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,      8200",
        "1,      8201",
        "125,    827d",
        "126,    827e007e",
        "127,    827e007f",
        "32768,  827e8000",
        "65535,  827effff",
        "65536,  827f0000000000010000",
        "268435460, 827f0000000010000004"
    })
    void a_length_takes_as_few_bytes_as_it_can(int size, String expected) {
        ByteBuf plain = Unpooled.buffer();
        WebSocketFrames.head(plain, WebSocketFrames.WHOLE_BINARY, size, null);
        assertThat(hex(plain)).isEqualTo(expected);
        assertThat(WebSocketFrames.headBytes(size, false)).isEqualTo(expected.length() / 2);
        ByteBuf masked = Unpooled.buffer();
        WebSocketFrames.head(masked, WebSocketFrames.WHOLE_BINARY, size, new Masks(random));
        assertThat(masked.getUnsignedByte(1)).isEqualTo((short) (plain.getUnsignedByte(1) | 0x80));
        assertThat(hex(masked.slice(2, plain.writerIndex() - 2))).isEqualTo(expected.substring(4));
        assertThat(masked.readableBytes())
                .isEqualTo(plain.readableBytes() + 4)
                .isEqualTo(WebSocketFrames.headBytes(size, true));
    }

    @Test
    void the_packets_of_a_turn_are_written_as_one_buffer_without_those_that_were_not_finished() {
        EmbeddedChannel channel = new EmbeddedChannel();
        OutboundBuffer out = new OutboundBuffer(channel, OutboundFraming.MESSAGES);
        out.frame(2).put(new byte[] {1, 2});
        out.frame(200).put(new byte[] {3});
        out.frame(126).put(new byte[126]);
        out.frame(3).put(new byte[] {4});
        out.flush();
        ByteBuf written = channel.readOutbound();
        assertThat(hex(written)).isEqualTo("82020102" + "827e007e" + "00".repeat(126));
        written.release();
        assertThat(channel.<ByteBuf>readOutbound()).isNull();
        assertThat(channel.finish()).isFalse();
    }

    @Test
    void the_packets_of_a_client_have_masks_of_their_own() {
        EmbeddedChannel channel = new EmbeddedChannel();
        OutboundBuffer out = new OutboundBuffer(channel, new OutboundFraming.Messages(new Masks(random)));
        for (int i = 0; i < 3; i++) {
            out.frame(5).put(new byte[] {1, 2, 3, 4, 5});
        }
        out.flush();
        ByteBuf written = channel.readOutbound();
        int[] masks = new int[3];
        for (int i = 0; i < 3; i++) {
            assertThat(written.readUnsignedShort()).isEqualTo(0x8285);
            masks[i] = written.readInt();
            byte[] payload = new byte[5];
            written.readBytes(payload);
            WebSocketFrames.move(ByteBuffer.wrap(payload), 0, 0, 5, masks[i]);
            assertThat(payload).containsExactly(1, 2, 3, 4, 5);
        }
        assertThat(written.isReadable()).isFalse();
        assertThat(masks).doesNotHaveDuplicates();
        written.release();
        channel.finish();
    }

    @Test
    void masks_are_taken_from_the_generator_in_its_order_block_after_block() {
        Masks masks = new Masks(new Random(3));
        byte[] expected = new byte[128];
        Random same = new Random(3);
        for (int block = 0; block < 3; block++) {
            same.nextBytes(expected);
            ByteBuffer left = ByteBuffer.wrap(expected);
            while (left.hasRemaining()) {
                assertThat(masks.next()).isEqualTo(left.getInt());
            }
        }
    }

    private static String hex(ByteBuf bytes) {
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.getBytes(bytes.readerIndex(), copy);
        return HexFormat.of().formatHex(copy);
    }
}
