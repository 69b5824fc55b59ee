package io.hongyan.codec.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hongyan.codec.Hex;
import io.hongyan.codec.spec.Spec;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a/+", "#", "a+b", "a\0b", "\ud800", "a\udc00b", "\udc00\ud800"})
    @Spec({"3.1.1/MQTT-4.7.1-1", "3.1.1/MQTT-4.7.3-1", "3.1.1/MQTT-4.7.3-2", "5.0/MQTT-4.7.0-1"})
    void a_name_that_no_packet_may_carry_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.of(name));
    }

    @Test
    @Spec({"3.1.1/MQTT-4.7.3-3", "5.0/MQTT-4.7.3-3"})
    void a_name_has_at_most_65535_bytes() {
        assertThat(Topic.of("/".repeat(65_535)).levelCount()).isEqualTo(65_536);
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.of("a".repeat(65_536)));
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.of("é".repeat(32_768)));
    }

    @Test
    void a_topic_is_its_bytes() {
        Topic topic = Topic.of("鸿/雁/🪿");
        assertThat(topic).hasToString("鸿/雁/🪿");
        assertThat(topic.length()).isEqualTo(12);
        assertThat(topic.byteAt(3)).isEqualTo((byte) '/');
        assertThat(topic.utf8()).isEqualTo(Hex.bytes("'鸿/雁/🪿'"));
        assertThat(topic.levelCount()).isEqualTo(3);
        assertThat(topic.startsWithDollar()).isFalse();
        assertThat(Topic.of("$SYS").startsWithDollar()).isTrue();
        assertThat(topic).isEqualTo(Topic.of("鸿/雁/🪿")).isNotEqualTo(Topic.of("鸿/雁/鹅"));
    }

    @Test
    void no_topic_has_no_bytes_and_no_levels() {
        assertThat(Topic.NONE.length()).isZero();
        assertThat(Topic.NONE.levelCount()).isZero();
        assertThat(Topic.NONE.startsWithDollar()).isFalse();
        assertThat(Topic.NONE).hasToString("");
    }

    @Test
    void the_hash_of_an_array_and_of_a_buffer_agree_at_every_length() {
        Random random = new Random(3);
        for (int length = 0; length < 70; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(length + 5).position(5).put(bytes);
            assertThat(TopicHash.of(direct, 5, length)).isEqualTo(TopicHash.of(bytes));
            assertThat(TopicHash.of(ByteBuffer.wrap(bytes), 0, length)).isEqualTo(TopicHash.of(bytes));
        }
    }

    @Test
    void hashes_of_alike_names_differ() {
        Map<Integer, String> byHash = new HashMap<>();
        int collisions = 0;
        for (int i = 0; i < 100_000; i++) {
            String name = "devices/" + i + "/up";
            collisions += byHash.put(Topic.of(name).hashCode(), name) == null ? 0 : 1;
        }
        // A good 32-bit hash of that many names has about one collision.
        assertThat(collisions).isLessThan(10);
    }

    @Test
    void topics_stand_in_byte_order() {
        assertThat(Topic.of("a")).isLessThan(Topic.of("a/b"));
        assertThat(Topic.of("z")).isLessThan(Topic.of("é"));
        assertThat(Topic.of("b")).isEqualByComparingTo(Topic.of("b"));
    }
}
