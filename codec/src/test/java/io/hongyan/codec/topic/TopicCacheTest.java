package io.hongyan.codec.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.codec.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicCacheTest {
    @Test
    void a_name_seen_before_is_the_same_object() {
        TopicCache table = new TopicCache(16);
        Topic first = intern(table, "a/b/c");
        assertThat(intern(table, "a/b/c")).isSameAs(first);
        assertThat(intern(table, "a/b/d")).isNotSameAs(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 64, 100_000})
    void whatever_the_table_remembers_the_answer_is_the_name(int capacity) {
        TopicCache table = new TopicCache(capacity);
        Random random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            String name = "t/" + random.nextInt(2_000) + "x".repeat(random.nextInt(20));
            Topic topic = intern(table, name);
            assertThat(topic.toString()).isEqualTo(name);
            assertThat(topic).isEqualTo(Topic.of(name)).hasSameHashCodeAs(Topic.of(name));
        }
    }

    @Test
    void long_names_are_not_remembered() {
        TopicCache table = new TopicCache(16);
        String name = "n".repeat(257);
        assertThat(intern(table, name)).isEqualTo(intern(table, name)).isNotSameAs(intern(table, name));
    }

    @Test
    void a_name_may_end_at_the_last_byte_of_the_buffer() {
        TopicCache table = new TopicCache(16);
        for (int length = 1; length < 40; length++) {
            byte[] name = "abcdefgh".repeat(5).substring(0, length).getBytes(UTF_8);
            ByteBuffer direct = ByteBuffer.allocateDirect(length).put(name);
            Topic topic = table.intern(direct, 0, length);
            assertThat(table.intern(ByteBuffer.wrap(name), 0, length)).isSameAs(topic);
        }
    }

    @Test
    void a_bad_name_is_refused_each_time() {
        TopicCache table = new TopicCache(16);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> intern(table, "a/#")).isInstanceOf(ProtocolException.class);
            assertThatThrownBy(() -> intern(table, "a\0")).isInstanceOf(ProtocolException.class);
            assertThatThrownBy(() -> intern(table, "")).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void a_table_has_room_for_one_name_at_least() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TopicCache(0));
    }

    private static Topic intern(TopicCache table, String name) {
        byte[] utf8 = name.getBytes(UTF_8);
        ByteBuffer in = ByteBuffer.allocate(utf8.length + 3).put(1, utf8);
        return table.intern(in, 1, utf8.length);
    }
}
