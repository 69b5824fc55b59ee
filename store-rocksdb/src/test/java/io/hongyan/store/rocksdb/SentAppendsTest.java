package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.codec.QoS;
import org.junit.jupiter.api.Test;

/// Which messages of a session may wait for their acknowledgement.
class SentAppendsTest {
    private final SentAppends sent = new SentAppends();

    private static Append append(long sequence) {
        return new Append(
                1,
                new InboxEntry(
                        sequence, StoreRun.message("a", "x"), DeliveryOptions.of(QoS.AT_LEAST_ONCE, false), null),
                0);
    }

    private void slow(long sequence) {
        Append append = append(sequence);
        append.linger(0);
        sent.add(append);
        append.take();
        assertThat(sent.remove(sequence)).isNull();
    }

    @Test
    void messages_are_found_in_any_order_until_the_writer_has_them() {
        Append first = append(1);
        Append second = append(2);
        Append third = append(3);
        sent.add(first);
        sent.add(second);
        sent.add(third);
        assertThat(sent.remove(2)).isSameAs(second);
        assertThat(sent.remove(3)).isSameAs(third);
        sent.add(append(4));
        first.take();
        assertThat(sent.remove(1)).isNull();
        assertThat(sent.remove(4)).isNotNull();
        assertThat(sent.remove(4)).isNull();
    }

    @Test
    void messages_of_a_slow_client_do_not_linger_until_it_is_tried_again() {
        assertThat(sent.lingers()).isTrue();
        slow(1);
        int others = 0;
        while (!sent.lingers()) {
            others++;
        }
        assertThat(others).isBetween(100, 1000);
        slow(2);
        assertThat(sent.lingers()).isFalse();
    }

    @Test
    void one_late_acknowledgement_of_a_fast_client_changes_nothing() {
        for (int i = 0; i < 10; i++) {
            sent.fast();
        }
        slow(1);
        assertThat(sent.lingers()).isTrue();
        slow(2);
        slow(3);
        slow(4);
        assertThat(sent.lingers()).isFalse();
    }
}
