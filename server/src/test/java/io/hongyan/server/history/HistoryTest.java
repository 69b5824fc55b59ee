package io.hongyan.server.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.memory.MemoryStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HistoryTest {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long BEGIN = 30_000_000;

    private final Minutes clock = new Minutes();
    private final RecordTable table = new MemoryStore().records();
    private double sessions;

    /// Stands still until some minutes have passed.
    private static final class Minutes implements Clock {
        private long now = BEGIN * MINUTE;

        @Override
        public long wallMillis() {
            return now;
        }

        @Override
        public long steadyMillis() {
            return now;
        }

        void pass(long minutes) {
            now += minutes * MINUTE;
        }
    }

    private History open() {
        return new History(table, clock, () -> Map.of(Measure.SESSIONS, ++sessions));
    }

    private static List<Double> sessions(List<Sample> samples) {
        return samples.stream()
                .map(sample -> sample.values().get(Measure.SESSIONS))
                .toList();
    }

    @Test
    void each_minute_has_one_sample_and_the_next_run_finds_it() {
        History history = open();
        history.look();
        for (int minute = 0; minute < 3; minute++) {
            clock.pass(1);
            history.look();
            history.look();
        }
        assertThat(sessions(open().read(BEGIN, BEGIN + 3))).containsExactly(1.0, 2.0, 3.0);
        assertThat(sessions(history.read(BEGIN + 2, BEGIN + 2))).containsExactly(2.0);
        assertThat(history.read(BEGIN + 4, BEGIN + 9)).isEmpty();
    }

    @Test
    void what_is_older_than_seven_days_goes() {
        History history = open();
        clock.pass(1);
        history.look();
        clock.pass(1);
        history.look();
        clock.pass(History.MINUTES - 1);
        history.look();
        assertThat(sessions(history.read(0, Integer.MAX_VALUE))).containsExactly(2.0, 3.0);
        clock.pass(5L * History.MINUTES);
        history.look();
        assertThat(sessions(history.read(0, Integer.MAX_VALUE))).containsExactly(4.0);
    }

    @Test
    void seven_days_are_read_as_a_whole() {
        History history = open();
        for (int minute = 0; minute < History.MINUTES + 50; minute++) {
            clock.pass(1);
            history.look();
        }
        assertThat(history.read(0, Integer.MAX_VALUE)).hasSize(History.MINUTES);
    }

    @Test
    void a_row_keeps_what_is_known_and_later_versions_may_know_more() {
        Sample sample = new Sample(7, Map.of(Measure.CONNECTIONS, 3.0, Measure.SHARD_DELAY_P99_MILLIS, 0.25));
        byte[] row = sample.row();
        assertThat(Sample.of(7, row)).isEqualTo(sample);
        assertThat(Sample.of(7, Arrays.copyOf(row, row.length + Double.BYTES)).values())
                .isEqualTo(sample.values());
        assertThat(Sample.of(7, Arrays.copyOf(row, 1 + Double.BYTES)).values())
                .isEqualTo(Map.of(Measure.CONNECTIONS, 3.0));
        row[0] = 9;
        assertThatThrownBy(() -> Sample.of(7, row)).hasMessageContaining("another format");
        assertThatThrownBy(() -> Sample.of(7, new byte[0])).hasMessageContaining("another format");
    }

    @Test
    void a_point_of_several_minutes_has_means_sums_and_the_longest() {
        List<Sample> samples = List.of(
                sample(BEGIN + 1, 10, 5, 1),
                sample(BEGIN + 2, 20, 6, 25),
                sample(BEGIN + 5, 31, 7, 2.5),
                new Sample(BEGIN + 6, Map.of()));
        var measures = EnumSet.of(Measure.CONNECTIONS, Measure.MESSAGES_SENT, Measure.ANSWER_P99_MILLIS);
        assertThat(Points.of(samples, 5, measures))
                .containsExactly(
                        Map.of(
                                "at",
                                "2027-01-15T08:00:00Z",
                                "connections",
                                20.3,
                                "messagesSent",
                                18L,
                                "answerP99Millis",
                                25L),
                        Map.of("at", "2027-01-15T08:05:00Z"));
        assertThat(Points.of(samples, 1, EnumSet.of(Measure.CONNECTIONS))).hasSize(4);
        assertThat(Points.of(List.of(), 1, measures)).isEmpty();
    }

    private static Sample sample(long minute, double connections, double sent, double answer) {
        return new Sample(
                minute,
                Map.of(
                        Measure.CONNECTIONS, connections,
                        Measure.MESSAGES_SENT, sent,
                        Measure.ANSWER_P99_MILLIS, answer));
    }

    @Test
    void a_store_that_cannot_be_read_is_one_line_until_that_changes() {
        Logger logger = (Logger) LoggerFactory.getLogger(History.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            Unreadable broken = new Unreadable(table);
            History history = new History(broken, clock, () -> Map.of(Measure.SESSIONS, ++sessions));
            for (String why : List.of("the disk is gone", "the disk is gone", "a checksum is wrong", "", "")) {
                broken.why = why;
                clock.pass(1);
                history.look();
            }
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "the history cannot be read, and old minutes of it stay: the disk is gone",
                            "the history cannot be read, and old minutes of it stay: a checksum is wrong",
                            "the history can be read again");
            assertThat(lines.list)
                    .allSatisfy(line -> assertThat(line.getThrowableProxy()).isNull());
            assertThat(sessions(open().read(BEGIN, BEGIN + 10))).hasSize(5);
        } finally {
            logger.detachAppender(lines);
        }
    }

    /// A table whose disk can be written, and not read while there is a reason.
    private static final class Unreadable implements RecordTable {
        private final RecordTable table;
        private String why = "";

        Unreadable(RecordTable table) {
            this.table = table;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return table.get(key);
        }

        @Override
        public List<Row> scan(byte[] prefix, byte @Nullable [] after, int limit) {
            if (!why.isEmpty()) {
                throw new StoreException(why);
            }
            return table.scan(prefix, after, limit);
        }

        @Override
        public CompletableFuture<Void> write(List<Change> changes) {
            return table.write(changes);
        }
    }
}
