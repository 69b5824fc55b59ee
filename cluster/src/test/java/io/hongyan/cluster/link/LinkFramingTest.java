package io.hongyan.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.transport.Framing;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Frames, and what is said before a link is open, without sockets.
class LinkFramingTest {
    private static final Hello HELLO =
            new Hello(new Versions(1, 4), "geese", "anser-1", Long.MAX_VALUE, 8, 7, 65_535, 1 << 24);
    private static final Welcome WELCOME = new Welcome(3, "branta", 12, 4, 1 << 20);
    private static final Refusal REFUSAL = new Refusal(Refusal.Reason.OWN_NAME, "both are called 鸿雁");

    private static ByteBuffer body(byte[] frame) {
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        assertThat(LinkFraming.FRAMES.length(buffer, 0, frame.length)).isEqualTo(frame.length);
        return LinkFrames.body(buffer);
    }

    @Test
    void what_is_said_first_is_read_as_it_was_written() {
        assertThat(Hello.read(ByteBuffer.wrap(HELLO.frame()))).isEqualTo(HELLO);
        assertThat(Welcome.read(body(WELCOME.frame()))).isEqualTo(WELCOME);
        assertThat(Refusal.read(body(REFUSAL.frame()))).isEqualTo(REFUSAL);
    }

    @Test
    void what_a_later_version_adds_is_passed_over() {
        byte[] hello = HELLO.frame();
        byte[] longer = Arrays.copyOf(hello, hello.length + 100);
        ByteBuffer.wrap(longer).putInt(0, longer.length - 4);
        assertThat(Hello.read(ByteBuffer.wrap(longer))).isEqualTo(HELLO);
        byte[] refused = new Refusal(Refusal.Reason.OWN_NAME, "x").frame();
        refused[LinkFrames.HEAD_BYTES] = (byte) 200;
        assertThat(Refusal.read(body(refused)).reason()).isEqualTo(Refusal.Reason.UNKNOWN);
    }

    @Test
    void what_ends_too_early_is_refused_wherever_it_ends() {
        for (int size = LinkFrames.HEAD_BYTES; size < HELLO.frame().length; size++) {
            ByteBuffer part = ByteBuffer.wrap(HELLO.frame(), 0, size);
            assertThatThrownBy(() -> Hello.read(part)).isInstanceOf(LinkException.class);
        }
        for (int size = LinkFrames.HEAD_BYTES; size < WELCOME.frame().length; size++) {
            ByteBuffer part = LinkFrames.body(ByteBuffer.wrap(WELCOME.frame(), 0, size));
            assertThatThrownBy(() -> Welcome.read(part)).isInstanceOf(LinkException.class);
        }
        for (int size = LinkFrames.HEAD_BYTES; size < REFUSAL.frame().length; size++) {
            ByteBuffer part = LinkFrames.body(ByteBuffer.wrap(REFUSAL.frame(), 0, size));
            assertThatThrownBy(() -> Refusal.read(part)).isInstanceOf(LinkException.class);
        }
    }

    @Test
    void names_break_no_line_of_a_log() {
        byte[] frame = new Refusal(Refusal.Reason.UNKNOWN, "two\nlines\u0007").frame();
        assertThat(Refusal.read(body(frame)).text()).isEqualTo("two?lines?");
    }

    @Test
    void a_text_that_is_too_long_is_cut_at_a_character() {
        byte[] frame = new Refusal(Refusal.Reason.UNKNOWN, "雁".repeat(2_000)).frame();
        assertThat(Refusal.read(body(frame)).text()).isEqualTo("雁".repeat(341));
    }

    @Test
    void the_newest_common_version_is_spoken() {
        assertThat(new Versions(1, 3).common(new Versions(2, 5))).isEqualTo(3);
        assertThat(new Versions(2, 5).common(new Versions(1, 3))).isEqualTo(3);
        assertThat(new Versions(1, 1).common(new Versions(1, 1))).isEqualTo(1);
        assertThat(new Versions(1, 2).common(new Versions(3, 4))).isEqualTo(Versions.NONE);
        assertThat(new Versions(3, 4).common(new Versions(1, 2))).isEqualTo(Versions.NONE);
    }

    @Test
    void the_first_wrong_byte_of_a_hello_is_the_last_one_that_is_read() {
        byte[] hello = HELLO.frame();
        for (int wrong : new int[] {0, 4, 5, 6, 7, 8}) {
            byte[] other = hello.clone();
            other[wrong] ^= 0x20;
            ByteBuffer in = ByteBuffer.wrap(other);
            for (int limit = 0; limit <= wrong; limit++) {
                LinkFraming.HELLO.checkPart(in, 0, limit);
            }
            assertThatThrownBy(() -> LinkFraming.HELLO.checkPart(in, 0, wrong + 1))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("no HELLO of a node");
        }
        LinkFraming.HELLO.checkWhole(ByteBuffer.wrap(hello), 0, hello.length);
    }

    @Test
    void lengths_that_no_frame_has_are_refused() {
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 3}) {
            ByteBuffer in = ByteBuffer.allocate(8).putInt(0, length);
            assertThatThrownBy(() -> LinkFraming.FRAMES.length(in, 0, 8)).isInstanceOf(LinkException.class);
        }
        ByteBuffer in = ByteBuffer.allocate(8).putInt(0, Integer.MAX_VALUE - 4);
        assertThat(LinkFraming.FRAMES.length(in, 0, 8)).isEqualTo(Integer.MAX_VALUE);
    }

    /// Fuzz: whatever comes is cut, waited for, or refused by the one exception that peers cause.
    @ParameterizedTest
    @EnumSource(LinkFraming.class)
    void any_bytes_are_a_frame_or_refused(LinkFraming framing) {
        for (long seed = 0; seed < 200_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = random.nextInt(4) == 0 ? damaged(random) : noise(random);
            ByteBuffer in = ByteBuffer.wrap(bytes);
            try {
                int length = framing.length(in, 0, bytes.length);
                if (length == Framing.INCOMPLETE) {
                    assertThat(bytes).hasSizeLessThan(LinkFrames.LENGTH_BYTES);
                    framing.checkPart(in, 0, bytes.length);
                } else if (length <= bytes.length) {
                    assertThat(length).isGreaterThan(LinkFrames.LENGTH_BYTES);
                    framing.checkWhole(in, 0, bytes.length);
                    read(in.limit(length));
                } else {
                    framing.checkPart(in, 0, bytes.length);
                }
            } catch (LinkException refused) {
                assertThat(refused.what()).isNotEmpty();
            }
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        if (bytes.length > 4 && random.nextBoolean()) {
            ByteBuffer.wrap(bytes).putInt(0, random.nextInt(bytes.length));
            bytes[4] = (byte) random.nextInt(7);
        }
        return bytes;
    }

    private static byte[] damaged(Random random) {
        byte[] frame = List.of(HELLO.frame(), WELCOME.frame(), REFUSAL.frame()).get(random.nextInt(3));
        for (int i = 0; i <= random.nextInt(3); i++) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
        return frame;
    }

    private static void read(ByteBuffer frame) {
        switch (LinkFrames.type(frame)) {
            case LinkFrames.HELLO -> assertThat(Hello.read(frame)).isNotNull();
            case LinkFrames.WELCOME ->
                assertThat(Welcome.read(LinkFrames.body(frame))).isNotNull();
            case LinkFrames.REFUSED ->
                assertThat(Refusal.read(LinkFrames.body(frame))).isNotNull();
            default -> assertThat(frame.remaining()).isPositive();
        }
    }

    /// Fuzz: however a stream of frames is cut into pieces, the same frames come out.
    @Test
    void frames_come_out_of_a_stream_as_they_went_in() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<byte[]> sent = new ArrayList<>();
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (int i = random.nextInt(30); i >= 0; i--) {
                byte[] body = new byte[random.nextInt(300)];
                random.nextBytes(body);
                ByteBuffer frame = ByteBuffer.allocate(LinkFrames.HEAD_BYTES + body.length);
                LinkFrames.head(frame, 16 + random.nextInt(240), body.length).put(body);
                sent.add(frame.array());
                stream.writeBytes(frame.array());
            }
            assertThat(cut(stream.toByteArray(), random)).as("seed " + seed).containsExactlyElementsOf(sent);
        }
    }

    /// As whoever reads a socket does: with what has come so far.
    private static List<byte[]> cut(byte[] stream, Random random) {
        List<byte[]> frames = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(stream);
        int begin = 0;
        int arrived = 0;
        while (begin < stream.length) {
            int length = LinkFraming.FRAMES.length(in, begin, arrived);
            if (length == Framing.INCOMPLETE || begin + length > arrived) {
                arrived = Math.min(stream.length, arrived + 1 + random.nextInt(50));
            } else {
                frames.add(Arrays.copyOfRange(stream, begin, begin + length));
                begin += length;
            }
        }
        return frames;
    }
}
