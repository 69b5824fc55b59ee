package io.hongyan.broker.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.store.TraceLog.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every log of traces promises.
public abstract class TraceLogContract {
    private static final int HOUR = 500_000;

    private TraceLog log;

    /// An empty one.
    protected abstract TraceLog open();

    @BeforeEach
    void start() {
        log = open();
    }

    @AfterEach
    void stop() {
        log.close();
    }

    private static Row row(int hour, String key, String value) {
        return new Row(hour, key.getBytes(US_ASCII), value.getBytes(US_ASCII));
    }

    private List<String> scan(int hour, String prefix, boolean newestFirst) {
        List<String> found = new ArrayList<>();
        log.scan(
                hour,
                prefix.getBytes(US_ASCII),
                newestFirst,
                (key, value) -> found.add(new String(key, US_ASCII) + "=" + new String(value, US_ASCII)));
        return found;
    }

    @Test
    void rows_of_an_hour_are_read_in_both_orders() {
        log.append(List.of(row(HOUR, "b", "2"), row(HOUR, "a", "1"), row(HOUR + 1, "a", "of the next")));
        log.append(List.of(row(HOUR, "ba", "3"), row(HOUR, "c", "4")));
        assertThat(scan(HOUR, "", false)).containsExactly("a=1", "b=2", "ba=3", "c=4");
        assertThat(scan(HOUR, "", true)).containsExactly("c=4", "ba=3", "b=2", "a=1");
        assertThat(scan(HOUR, "b", false)).containsExactly("b=2", "ba=3");
        assertThat(scan(HOUR, "b", true)).containsExactly("ba=3", "b=2");
        assertThat(scan(HOUR + 1, "", true)).containsExactly("a=of the next");
        assertThat(scan(HOUR - 1, "", false)).isEmpty();
        assertThat(scan(HOUR, "d", true)).isEmpty();
    }

    @Test
    void a_scan_ends_when_its_visitor_has_enough() {
        log.append(List.of(row(HOUR, "a", ""), row(HOUR, "b", ""), row(HOUR, "c", "")));
        int[] seen = {0};
        log.scan(HOUR, new byte[0], false, (_, _) -> ++seen[0] < 2);
        assertThat(seen[0]).isEqualTo(2);
    }

    @Test
    void hours_know_their_bytes() {
        assertThat(log.hours()).isEmpty();
        Row first = row(HOUR, "a", "1");
        Row second = row(HOUR, "bb", "22");
        log.append(List.of(first, row(0, "x", "")));
        log.append(List.of(second));
        assertThat(log.hours()).containsOnlyKeys(0, HOUR).containsEntry(HOUR, (long) first.bytes() + second.bytes());
    }

    @Test
    void an_hour_is_dropped_with_all_its_rows_and_no_others() {
        log.append(List.of(row(HOUR - 1, "a", "1"), row(HOUR, "a", "2"), row(HOUR, "b", "3"), row(HOUR + 1, "a", "4")));
        log.drop(HOUR);
        assertThat(log.hours()).containsOnlyKeys(HOUR - 1, HOUR + 1);
        assertThat(scan(HOUR - 1, "", false)).containsExactly("a=1");
        assertThat(scan(HOUR, "", false)).isEmpty();
        assertThat(scan(HOUR + 1, "", false)).containsExactly("a=4");
        log.append(List.of(row(HOUR, "c", "5")));
        assertThat(scan(HOUR, "", false)).containsExactly("c=5");
    }

    @Test
    void nothing_is_written_or_read_after_it_is_closed() {
        log.append(List.of(row(HOUR, "a", "1")));
        log.close();
        assertThatThrownBy(() -> log.append(List.of(row(HOUR, "b", "2")))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> scan(HOUR, "", false)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> log.drop(HOUR)).isInstanceOf(StoreException.class);
    }
}
