package io.hongyan.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Names of outboxes.
class OutboxKeyTest {
    private final OutboxKey rule = new OutboxKey("i", "orders-out");
    private final OutboxKey queue = OutboxKey.ofQueue("i", "a/b:c");

    @Test
    void a_queue_is_told_from_a_rule_and_has_its_name_back() {
        assertThat(queue.isQueue()).isTrue();
        assertThat(queue.queueName()).isEqualTo("a/b:c");
        assertThat(queue.title()).isEqualTo("queue i/a/b:c");
        assertThat(rule.isQueue()).isFalse();
        assertThat(rule.title()).isEqualTo("the outbox of rule i/orders-out");
        assertThatThrownBy(rule::queueName).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_key_is_found_again_by_its_name() {
        assertThat(OutboxKey.of(queue.name())).isEqualTo(queue);
        assertThat(OutboxKey.of(rule.name())).isEqualTo(rule);
    }

    @Test
    void a_queue_without_a_name_is_refused() {
        assertThatThrownBy(() -> OutboxKey.ofQueue("i", "")).isInstanceOf(IllegalArgumentException.class);
    }
}
