package io.hongyan.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HandshakeQueueTest {
    private static final long MILLI = 1_000_000;

    private final Turns loop = new Turns();
    private final List<Integer> begun = new ArrayList<>();
    private long now;
    private final HandshakeQueue queue = new HandshakeQueue(loop, () -> now);

    private void enter(int number, long nanos) {
        queue.enter(() -> {
            begun.add(number);
            now += nanos;
        });
    }

    @Test
    void handshakes_that_cost_little_begin_at_once() {
        for (int number = 1; number <= 10; number++) {
            enter(number, MILLI / 10);
        }
        assertThat(begun).hasSize(10);
    }

    @Test
    void what_is_beyond_the_share_of_a_turn_waits_for_the_next_ones_in_its_order() {
        for (int number = 1; number <= 5; number++) {
            enter(number, MILLI * 6 / 10);
        }
        assertThat(begun).containsExactly(1, 2);
        loop.take();
        assertThat(begun).containsExactly(1, 2, 3, 4);
        enter(6, MILLI);
        assertThat(begun).hasSize(4);
        loop.take();
        assertThat(begun).containsExactly(1, 2, 3, 4, 5, 6);
        loop.take();
        enter(7, MILLI);
        assertThat(begun).hasSize(7);
    }

    @Test
    void many_that_wait_are_a_crowd_until_they_had_their_turn() {
        IntStream.rangeClosed(0, 511).forEach(number -> enter(number, MILLI));
        assertThat(queue.isCrowded()).isFalse();
        enter(512, MILLI);
        assertThat(queue.isCrowded()).isTrue();
        loop.take();
        assertThat(queue.isCrowded()).isFalse();
        while (begun.size() < 513) {
            loop.take();
        }
        assertThat(begun).isSorted();
    }
}
