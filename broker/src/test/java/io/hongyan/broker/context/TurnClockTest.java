package io.hongyan.broker.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Clock;
import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class TurnClockTest {
    private final Turns loop = new Turns();
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
        loop.end();
        assertThat(clock.nanos()).isGreaterThan(before);
    }

    @Test
    void a_long_turn_reads_the_clock_again() {
        long before = clock.nanos();
        for (int i = 1; i < TurnClock.MOST; i++) {
            assertThat(clock.nanos()).isEqualTo(before);
        }
        assertThat(clock.nanos()).isGreaterThan(before);
        assertThat(loop.tasks).as("one end of the turn").hasSize(1);
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

    private static final class Turns implements Loop {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

        void end() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void nextTurn(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void every(Duration period, Runnable task) {}
    }
}
