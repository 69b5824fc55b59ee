package io.hongyan.server.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.PacketEvent;
import io.hongyan.broker.event.PacketWatch;
import io.hongyan.broker.message.Clock;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.Topic;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import io.hongyan.transport.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: a live trace ends when it should, never holds more than it may, and costs nothing while there is none.
class LiveTracesTest {
    private static final TraceLimits MINUTE = new TraceLimits(Duration.ofMinutes(1), TraceLimits.ANY_NUMBER);

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final AtomicReference<@Nullable PacketWatch> watch = new AtomicReference<>();
    private final LiveTraces traces = new LiveTraces(new Clock() {
        @Override
        public long wallMillis() {
            return millis.get();
        }

        @Override
        public long steadyMillis() {
            return millis.get();
        }
    });

    @BeforeEach
    void connect() {
        traces.from(watch::set);
    }

    private LiveTrace begin(TraceLimits limits) {
        return Objects.requireNonNull(traces.begin(new TraceFilter.OfClient("i", "c"), limits));
    }

    private void publish(int times) {
        for (int i = 0; i < times; i++) {
            traces.on(new PacketEvent.Published(
                    "i", "c", Peer.NONE, Topic.of("a"), QoS.AT_LEAST_ONCE, 7, 10, true, false));
        }
    }

    /// The lines of the next piece.
    private static List<JsonFields> next(LiveTrace trace) throws InterruptedException {
        byte[] piece = trace.next();
        return piece == null
                ? List.of()
                : new String(piece, UTF_8).lines().map(Json::object).toList();
    }

    private static List<JsonFields> all(LiveTrace trace) throws InterruptedException {
        List<JsonFields> lines = new ArrayList<>();
        for (byte[] piece = trace.next(); piece != null; piece = trace.next()) {
            new String(piece, UTF_8).lines().map(Json::object).forEach(lines::add);
        }
        trace.close();
        return lines;
    }

    @Test
    void an_event_is_a_line_with_what_it_has() throws InterruptedException {
        LiveTrace trace = begin(MINUTE);
        publish(1);
        traces.on(new BrokerEvent.ConnectRefused("c", "", Peer.NONE, ReasonCode.NOT_AUTHORIZED, "no such user"));
        assertThat(next(trace).getFirst().text("event")).isEqualTo("trace-began");
        List<JsonFields> lines = next(trace);
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().values())
                .containsEntry("at", "1970-01-01T00:16:40Z")
                .containsEntry("event", "published")
                .containsEntry("client", "c")
                .containsEntry("topic", "a")
                .containsEntry("qos", 1L)
                .containsEntry("packetId", 7L)
                .containsEntry("bytes", 10L)
                .containsEntry("retain", true)
                .doesNotContainKeys("address", "dup");
        assertThat(lines.getLast().values())
                .containsEntry("event", "connect-refused")
                .containsEntry("why", "no such user");
        trace.close();
    }

    /// Who has not logged in yet chooses how long these are.
    @Test
    void long_texts_are_cut_and_take_no_more_room_than_a_trace_has() throws InterruptedException {
        LiveTrace trace = begin(MINUTE);
        String large = "x".repeat(65_000);
        for (int i = 0; i < LiveTrace.MOST_WAITING; i++) {
            traces.on(new BrokerEvent.ConnectRefused("c", large, Peer.NONE, ReasonCode.NOT_AUTHORIZED, large));
        }
        assertThat(traces.dropped()).isPositive();
        millis.addAndGet(60_000);
        List<JsonFields> lines = all(trace);
        long characters = 0;
        for (JsonFields line : lines) {
            if (!line.text("event").equals("connect-refused")) {
                continue;
            }
            assertThat(line.text("why")).hasSizeLessThanOrEqualTo(LiveTrace.LONGEST_TEXT + 1);
            characters += line.values().toString().length();
        }
        assertThat(characters).isBetween(1L, (long) LiveTrace.MOST_CHARACTERS + 10_000);
    }

    @Test
    void a_trace_ends_when_its_time_is_over_and_shows_what_waited() throws InterruptedException {
        LiveTrace trace = begin(MINUTE);
        publish(2);
        millis.addAndGet(60_000);
        List<JsonFields> lines = all(trace);
        assertThat(lines)
                .extracting(line -> line.text("event"))
                .containsExactly("trace-began", "published", "published", "trace-ended");
        assertThat(lines.getLast().values())
                .containsEntry("shown", 2L)
                .containsEntry("dropped", 0L)
                .containsEntry("why", "its time is over");
    }

    @Test
    void a_trace_ends_after_as_many_events_as_wanted() throws InterruptedException {
        LiveTrace trace = begin(new TraceLimits(Duration.ofMinutes(1), 3));
        publish(10);
        List<JsonFields> lines = all(trace);
        assertThat(lines).hasSize(5);
        assertThat(lines.getLast().values()).containsEntry("shown", 3L).containsEntry("dropped", 0L);
        assertThat(lines.getLast().text("why")).contains("as many events as wanted");
    }

    @Test
    void what_a_slow_reader_has_no_room_for_is_dropped_and_counted() throws InterruptedException {
        LiveTrace trace = begin(MINUTE);
        publish(LiveTrace.MOST_WAITING + 5);
        assertThat(traces.dropped()).isEqualTo(5);
        assertThat(next(trace)).hasSize(1);
        millis.addAndGet(1_000);
        JsonFields numbers = next(trace).getLast();
        assertThat(numbers.text("event")).isEqualTo("trace-goes-on");
        assertThat(numbers.number("dropped")).isEqualTo(5);
        traces.close();
        List<JsonFields> rest = all(trace);
        assertThat(rest.getLast().values())
                .containsEntry("shown", (long) LiveTrace.MOST_WAITING)
                .containsEntry("dropped", 5L)
                .containsEntry("why", "the service stops");
        assertThat(rest)
                .filteredOn(line -> line.text("event").equals("trace-goes-on"))
                .isEmpty();
    }

    @Test
    void a_silent_trace_says_so_now_and_then() throws InterruptedException {
        LiveTrace trace = begin(MINUTE);
        assertThat(next(trace)).hasSize(1);
        assertThat(next(trace)).isEmpty();
        millis.addAndGet(10_000);
        assertThat(next(trace)).extracting(line -> line.text("event")).containsExactly("trace-goes-on");
        assertThat(next(trace)).isEmpty();
        trace.close();
    }

    @Test
    void nobody_watches_packets_while_there_is_no_trace() {
        assertThat(watch.get()).isNull();
        LiveTrace one = begin(MINUTE);
        LiveTrace other = begin(MINUTE);
        assertThat(watch.get()).isSameAs(traces);
        assertThat(traces.count()).isEqualTo(2);
        one.close();
        assertThat(watch.get()).isSameAs(traces);
        other.close();
        assertThat(watch.get()).isNull();
        assertThat(traces.count()).isZero();
        publish(1); // of a shard that has looked a moment ago
    }

    @Test
    void there_are_only_so_many_traces_and_none_after_the_end() {
        List<LiveTrace> all = new ArrayList<>();
        for (int i = 0; i < LiveTraces.MOST; i++) {
            all.add(begin(MINUTE));
        }
        TraceFilter filter = new TraceFilter.OfClient("i", "c");
        assertThat(traces.begin(filter, MINUTE)).isNull();
        assertThat(traces.refused()).isEqualTo(1);
        all.getFirst().close();
        all.set(0, begin(MINUTE));
        all.forEach(LiveTrace::close);
        traces.close();
        assertThat(traces.begin(filter, MINUTE)).isNull();
    }

    @Test
    void limits_are_checked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceLimits(Duration.ofMillis(10), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceLimits(Duration.ofMinutes(61), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceLimits(Duration.ofMinutes(60), 0));
    }
}
