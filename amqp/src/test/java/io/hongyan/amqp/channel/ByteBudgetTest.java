package io.hongyan.amqp.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.amqp.queue.SharedBytes;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private static final int SHARED = 1 << 20;
    private static final int PIECE = 1 << 16;

    private final SharedBytes memory = new SharedBytes(SHARED);
    private final AtomicInteger wakes = new AtomicInteger();
    private final ByteBudget one = new ByteBudget(memory, wakes::incrementAndGet);
    private final ByteBudget other = new ByteBudget(memory, wakes::incrementAndGet);

    private static int takeAll(ByteBudget budget) {
        int taken = 0;
        while (budget.take(PIECE)) {
            taken++;
        }
        return taken;
    }

    @Test
    void connections_share_memory_beyond_what_each_has_of_its_own() {
        int first = takeAll(one);
        assertThat(first).isEqualTo(1 + SHARED / PIECE);
        assertThat(takeAll(other)).isEqualTo(1);
        one.give((long) first * PIECE);
        assertThat(wakes).hasValue(1);
        assertThat(takeAll(other)).isEqualTo(SHARED / PIECE);
    }

    @Test
    void the_first_message_always_finds_room_and_an_acknowledgement_wakes_who_was_refused() {
        takeAll(one);
        assertThat(other.take(2 * SHARED)).isTrue();
        assertThat(other.take(1)).isFalse();
        other.give(2L * SHARED);
        assertThat(wakes).hasValue(1);
        assertThat(other.take(1)).isTrue();
    }

    @Test
    void a_connection_has_a_bound_of_its_own_however_much_memory_there_is() {
        ByteBudget alone = new ByteBudget(new SharedBytes(Long.MAX_VALUE / 2), () -> {});
        assertThat(takeAll(alone)).isEqualTo((int) (ByteBudget.MOST / PIECE));
    }

    @Test
    void all_that_is_given_back_can_be_taken_again() {
        for (int round = 0; round < 3; round++) {
            int taken = takeAll(one);
            for (int i = 0; i < taken; i++) {
                one.give(PIECE);
            }
        }
        assertThat(memory.take(SHARED)).isTrue();
        assertThat(memory.isOver()).isFalse();
    }
}
