package io.hongyan.broker.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimersTest {
    private static final long DAY = 86_400_000;

    private final List<BrokerEvent> told = new ArrayList<>();
    private final Counters counters = new Counters();
    private final ErrorReporter errors = new ErrorReporter(counters, told::add);
    private final Timers timers = new Timers(0, errors);

    /// Waits for one moment after the other, and notes when it was called.
    private final class Waiter implements Timers.Timed {
        private final Random random;
        private long due;
        private long promised;

        Waiter(Random random) {
            this.random = random;
            next(0);
            timers.at(promised, this);
        }

        private void next(long now) {
            due = now + 1 + (long) Math.pow(DAY, random.nextDouble());
            promised = timers.reachable(due);
        }

        @Override
        public long fire(long now) {
            assertThat(now).as("called when it was promised, or later").isGreaterThanOrEqualTo(promised);
            if (now >= due) {
                next(now);
            } else {
                promised = timers.reachable(due);
            }
            return promised;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothing_is_called_before_its_time_or_much_later_however_long_a_turn_takes(long seed) {
        Random random = new Random(seed);
        List<Waiter> waiters = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiters.add(new Waiter(random));
        }
        long now = 0;
        for (int turn = 0; turn < 2000; turn++) {
            now += 1 + (long) Math.pow(DAY, random.nextDouble());
            timers.advance(now);
            for (int tick = 0; tick < 2; tick++) {
                now += Timers.TICK_MILLIS;
                timers.advance(now);
            }
            long settled = now;
            assertThat(waiters)
                    .allSatisfy(waiter -> assertThat(waiter.promised).isGreaterThan(settled - 2 * Timers.TICK_MILLIS));
        }
    }

    @Test
    void a_timer_that_throws_is_told_of_and_keeps_no_other_from_being_called() {
        List<String> called = new ArrayList<>();
        timers.at(0, _ -> {
            called.add("first");
            return Timers.NEVER;
        });
        timers.at(0, _ -> {
            throw new AssertionError("on purpose");
        });
        timers.at(0, _ -> {
            called.add("last");
            return Timers.NEVER;
        });
        timers.advance(10L * Timers.TICK_MILLIS);
        assertThat(called).containsExactly("first", "last");
        assertThat(told).hasSize(1).first().isInstanceOf(BrokerEvent.UnexpectedError.class);
        assertThat(counters.value(Counter.INTERNAL_ERRORS)).isOne();
    }
}
