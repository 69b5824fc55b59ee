package io.hongyan.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Clock;
import org.junit.jupiter.api.Test;

class BrokerClockTest {
    private static final long DATE = 1_700_000_000_000L;
    private static final long HOUR = 3_600_000;

    private final Machine machine = new Machine();

    private static final class Machine implements Clock {
        private long date = DATE;
        private long steady = 77;

        void pass(long millis) {
            date += millis;
            steady += millis;
        }

        @Override
        public long wallMillis() {
            return date;
        }

        @Override
        public long steadyMillis() {
            return steady;
        }
    }

    @Test
    void it_begins_with_the_date_and_goes_on_as_time_passes() {
        Clock clock = new BrokerClock(machine, DATE - HOUR);
        assertThat(clock.wallMillis()).isEqualTo(DATE);
        machine.pass(5);
        assertThat(clock.wallMillis()).isEqualTo(DATE + 5);
        assertThat(clock.steadyMillis()).isEqualTo(machine.steady);
    }

    @Test
    void a_date_that_is_set_while_it_runs_changes_nothing() {
        Clock clock = new BrokerClock(machine, 0);
        machine.date -= HOUR;
        machine.pass(5);
        assertThat(clock.wallMillis()).isEqualTo(DATE + 5);
        machine.date += 3 * HOUR;
        machine.pass(5);
        assertThat(clock.wallMillis()).isEqualTo(DATE + 10);
    }

    @Test
    void it_goes_on_from_the_recorded_time_when_the_date_is_before_that() {
        Clock clock = new BrokerClock(machine, DATE + HOUR);
        machine.pass(5);
        assertThat(clock.wallMillis()).isEqualTo(DATE + HOUR + 5);
    }
}
