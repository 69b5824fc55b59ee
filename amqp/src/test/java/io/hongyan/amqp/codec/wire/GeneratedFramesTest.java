package io.hongyan.amqp.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.content.ContentHeader;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.ServerMethod;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedFramesTest {
    private static final int ROUNDS = 500;

    private final Random random = new Random(20261129);
    private final MethodGenerator generator = new MethodGenerator(random);

    static IntStream clientKinds() {
        return IntStream.range(0, MethodGenerator.CLIENT_METHODS);
    }

    static IntStream serverKinds() {
        return IntStream.range(0, MethodGenerator.SERVER_METHODS);
    }

    @ParameterizedTest
    @MethodSource("clientKinds")
    void a_method_of_a_client_is_the_same_after_its_way_over_the_wire(int kind) {
        for (int i = 0; i < ROUNDS; i++) {
            ClientMethod method = generator.client(kind);
            ByteBuffer frame = ClientEncoder.frame(generator.channel(method), method);
            assertThat(MethodDecoder.decode(frame)).isEqualTo(method).hasSameHashCodeAs(method);
            assertThat(MethodDecoder.decode(elsewhere(frame))).isEqualTo(method);
        }
    }

    @ParameterizedTest
    @MethodSource("serverKinds")
    void a_method_of_the_server_fills_its_size_and_is_the_same_after_its_way_over_the_wire(int kind) {
        for (int i = 0; i < ROUNDS; i++) {
            ServerMethod method = generator.server(kind);
            ByteBuffer frame = ByteBuffer.allocate(MethodEncoder.size(method));
            MethodEncoder.encode(generator.channel(method), method, frame);
            assertThat(frame.hasRemaining()).isFalse();
            assertThat(ServerDecoder.decode(frame.flip())).isEqualTo(method);
        }
    }

    @ParameterizedTest
    @MethodSource("serverKinds")
    void without_room_nothing_is_written(int kind) {
        ServerMethod method = generator.server(kind);
        int size = MethodEncoder.size(method);
        for (int room = 0; room < size; room++) {
            ByteBuffer out = ByteBuffer.allocate(room + 5).position(5);
            assertThatThrownBy(() -> MethodEncoder.encode(generator.channel(method), method, out))
                    .isInstanceOf(BufferOverflowException.class);
            assertThat(out.position()).isEqualTo(5);
        }
    }

    @Test
    void a_content_header_is_the_same_after_its_way_over_the_wire() {
        for (int i = 0; i < 10 * ROUNDS; i++) {
            ContentHeader header = generator.header();
            ByteBuffer frame = frame(header);
            assertThat(ContentHeaderDecoder.decode(frame)).isEqualTo(header);
            assertThat(ContentHeaderDecoder.decode(elsewhere(frame))).isEqualTo(header);
        }
    }

    @ParameterizedTest
    @MethodSource("clientKinds")
    void a_method_that_ends_too_early_or_too_late_is_refused(int kind) {
        for (int i = 0; i < 50; i++) {
            ClientMethod method = generator.client(kind);
            ByteBuffer frame = ClientEncoder.frame(generator.channel(method), method);
            for (int length = 0; length <= Frames.payloadLength(frame) + 3; length++) {
                if (length != Frames.payloadLength(frame)) {
                    ByteBuffer other = withPayload(frame, length);
                    refused(() -> MethodDecoder.decode(other));
                }
            }
        }
    }

    @Test
    void a_content_header_that_ends_too_early_or_too_late_is_refused() {
        for (int i = 0; i < 200; i++) {
            ByteBuffer frame = frame(generator.header());
            for (int length = 0; length <= Frames.payloadLength(frame) + 3; length++) {
                if (length != Frames.payloadLength(frame)) {
                    ByteBuffer other = withPayload(frame, length);
                    refused(() -> ContentHeaderDecoder.decode(other));
                }
            }
        }
    }

    @Test
    void a_frame_that_is_cut_is_refused() {
        for (int i = 0; i < 200; i++) {
            ByteBuffer frame = frame(generator.header());
            for (int length = 0; length < frame.limit(); length++) {
                ByteBuffer cut = frame.slice(0, length);
                refused(() -> ContentHeaderDecoder.decode(cut));
                refused(() -> MethodDecoder.decode(cut));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("clientKinds")
    void one_bit_of_a_method_is_changed_and_it_is_another_one_or_refused(int kind) {
        for (int i = 0; i < 20; i++) {
            ClientMethod method = generator.client(kind);
            byte[] frame = bytes(ClientEncoder.frame(generator.channel(method), method));
            for (int bit = 0; bit < frame.length * 8; bit++) {
                FuzzTarget.survives(ByteBuffer.wrap(flipped(frame, bit)));
            }
        }
    }

    @Test
    void one_bit_of_a_content_header_is_changed_and_it_is_another_one_or_refused() {
        for (int i = 0; i < 200; i++) {
            byte[] frame = bytes(frame(generator.header()));
            for (int bit = 0; bit < frame.length * 8; bit++) {
                FuzzTarget.survives(ByteBuffer.wrap(flipped(frame, bit)));
            }
        }
    }

    private static void refused(Supplier<?> decoding) {
        try {
            throw new AssertionError("accepted: " + decoding.get());
        } catch (AmqpException expected) {
            assertThat(expected.code().endsConnection()).isTrue();
        }
    }

    private ByteBuffer frame(ContentHeader header) {
        ByteBuffer frame = ByteBuffer.allocate(ContentHeaderEncoder.size(header.properties()));
        ContentHeaderEncoder.put(1 + random.nextInt(0xffff), header.bodySize(), header.properties(), frame);
        assertThat(frame.hasRemaining()).isFalse();
        return frame.flip();
    }

    /// The same frame in the middle of a direct buffer.
    private static ByteBuffer elsewhere(ByteBuffer frame) {
        ByteBuffer other = ByteBuffer.allocateDirect(frame.remaining() + 20).position(7);
        other.put(frame.duplicate());
        return other.limit(other.position()).position(7);
    }

    /// The same frame with fewer bytes in it, or with zeros behind them.
    private static ByteBuffer withPayload(ByteBuffer frame, int length) {
        ByteBuffer payload = ByteBuffer.allocate(length);
        payload.put(0, frame, Frames.payloadStart(frame), Math.min(length, Frames.payloadLength(frame)));
        FrameType type = Frames.type(frame);
        return ClientEncoder.frame(type, Frames.channel(frame), payload);
    }

    private static byte[] bytes(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.get(frame.position(), bytes);
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] other = bytes.clone();
        other[bit / 8] ^= (byte) (1 << (bit % 8));
        return other;
    }
}
