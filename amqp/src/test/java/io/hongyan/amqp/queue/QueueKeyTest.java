package io.hongyan.amqp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueKeyTest {
    @ParameterizedTest
    @CsvSource({
        "MESSAGES, orders, '', orders",
        "MESSAGES, orders, eu-1, orders@eu-1",
        "MESSAGES, a@b, '', a@b@",
        "MESSAGES, a@b, c, a@b@c",
        "MESSAGES, a:b, '', a:b",
        "STATUS, GID_a, '', STATUS:GID_a",
        "STATUS, GID_a, g_1, STATUS:GID_a@g_1",
        "STATUS, GID_a@@@x*, '', STATUS:GID_a@@@x*@",
    })
    void a_name_says_all_of_a_key(QueueKind kind, String source, String group, String name) {
        QueueKey key = new QueueKey("i", kind, source, group);
        assertThat(key.name()).isEqualTo(name);
        assertThat(QueueKey.parse("i", name)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "MESSAGES, '', ''",
        "MESSAGES, a/b, ''",
        "MESSAGES, +, ''",
        "MESSAGES, a#, ''",
        "MESSAGES, STATUS:a, ''",
        "MESSAGES, a, b/c",
        "MESSAGES, a, b c",
        "STATUS, '', ''",
        "STATUS, a#dead, ''",
        "MESSAGES, a, 12345678901234567890123456789012345678901234567890123456789012345",
    })
    void what_could_not_be_told_from_another_is_refused(QueueKind kind, String source, String group) {
        assertThatThrownBy(() -> new QueueKey("i", kind, source, group)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_source_of_more_than_100_bytes_is_refused() {
        new QueueKey("i", QueueKind.MESSAGES, "a".repeat(100), "");
        assertThatThrownBy(() -> new QueueKey("i", QueueKind.MESSAGES, "a".repeat(101), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new QueueKey("i".repeat(64), QueueKind.MESSAGES, "a".repeat(100), "b".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
