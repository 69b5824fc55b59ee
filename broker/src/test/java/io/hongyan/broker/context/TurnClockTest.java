package io.hongyan.broker.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.StepLoop;
import io.hongyan.broker.message.Clock;
import org.junit.jupiter.api.Test;

class TurnClockTest {
    private final StepLoop loop = new StepLoop();
    private final Steps steps = new Steps();
    private final TurnClock clock = new TurnClock(loop, steps);

    @Test
    void the_clock_is_read_once_for_several_questions_of_one_turn() {
        assertThat(clock.nanos()).isEqualTo(clock.nanos());
        assertThat(steps.read).isEqualTo(1);
    }

    @Test
    void a_time_is_not_used_in_the_next_turn() {
        long before = clock.nanos();
        loop.run();
        assertThat(clock.nanos()).isGreaterThan(before);
    }

    @Test
    void a_long_turn_reads_the_clock_again() {
        long before = clock.nanos();
        for (int i = 1; i < TurnClock.MOST; i++) {
            assertThat(clock.nanos()).isEqualTo(before);
        }
        assertThat(clock.nanos()).isGreaterThan(before);
        assertThat(loop.waiting()).as("one end of the turn").isEqualTo(1);
    }

    private static final class Steps implements Clock {
        private int read;

        @Override
        public long wallMillis() {
            throw new AssertionError("the steady time is enough");
        }

        @Override
        public long steadyMillis() {
            throw new AssertionError("the steady time is enough");
        }

        @Override
        public long steadyNanos() {
            return ++read;
        }
    }
}
