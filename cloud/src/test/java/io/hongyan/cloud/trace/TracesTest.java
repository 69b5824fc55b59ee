package io.hongyan.cloud.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.event.MessageTraces;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.message.MessageOrigin;
import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.TraceLog;
import io.hongyan.broker.store.memory.MemoryTraceLog;
import io.hongyan.cloud.FakeClock;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.TraceMode;
import io.hongyan.cloud.trace.TraceStats.Missing;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
    private static final String INSTANCE = "mqtt-one";
    private static final MessageId ID = new MessageId(0xAC1E_C003_0EAB_7830L, 0x8DB1_6A3E_C773_BD95L);

    private final FakeClock clock = new FakeClock();
    private final Metadata metadata = Metadata.open(new MemoryMetadataStore(), clock, new Random(1));
    private final AtomicInteger openings = new AtomicInteger();
    private final MemoryTraceLog log = new MemoryTraceLog();
    private Traces traces;
    private MessageTraces shard;
    private int told;

    @BeforeEach
    void start() {
        metadata.createInstance(INSTANCE, Profile.OPEN);
        use(new Traces(this::open, TraceSettings.defaults(), clock));
    }

    private TraceLog open() {
        openings.incrementAndGet();
        return log;
    }

    private void use(Traces other) {
        traces = other;
        metadata.listen(other::follow);
        shard = other.of(INSTANCE);
    }

    @AfterEach
    void stop() {
        traces.close();
    }

    private void published(MessageId id, String clientId) {
        shard.published(id, MessageOrigin.CLIENT, clientId);
        told++;
    }

    private void pushed(MessageId id, String clientId, boolean offline) {
        shard.pushed(id, clientId, offline);
        told++;
    }

    private void awaitWritten() {
        await().until(() -> traces.stats().written() == told);
    }

    private TraceQuery all(int page, int size, boolean newestFirst) {
        return new TraceQuery(0, clock.wallMillis(), page, size, newestFirst);
    }

    private static List<String> texts(TracePage page) {
        return page.entries().stream()
                .map(entry -> entry.kind().action() + " " + entry.clientId() + " " + entry.id())
                .toList();
    }

    @Test
    void nothing_is_opened_while_no_instance_is_traced() {
        assertThat(shard.on()).isFalse();
        assertThat(shard.picks(ID)).isFalse();
        shard.published(ID, MessageOrigin.CLIENT, "c");
        traces.close();
        assertThat(openings).hasValue(0);
        assertThat(traces.stats().written()).isZero();
    }

    @Test
    void a_message_is_found_by_its_id_and_by_its_clients() {
        metadata.traces(INSTANCE, TraceMode.ALL);
        published(ID, "GID@@@writer");
        pushed(ID, "GID@@@reader", false);
        pushed(ID, "GID@@@absent", true);
        published(new MessageId(7, 7), "GID@@@writer");
        awaitWritten();
        String id = "AC1EC0030EAB78308DB16A3EC773BD95";
        assertThat(texts(traces.published(INSTANCE, ID, all(1, 10, false))))
                .containsExactly("pub_mqtt GID@@@writer " + id);
        assertThat(texts(traces.subscribed(INSTANCE, ID, null, all(1, 10, false))))
                .containsExactly("sub GID@@@reader " + id, "push_offline GID@@@absent " + id);
        assertThat(texts(traces.subscribed(INSTANCE, ID, "GID@@@absent", all(1, 10, false))))
                .containsExactly("push_offline GID@@@absent " + id);
        assertThat(texts(traces.messagesOf(INSTANCE, "GID@@@writer", all(1, 10, false))))
                .containsExactly(
                        "pub_mqtt GID@@@writer " + id, "pub_mqtt GID@@@writer 00000000000000070000000000000007");
        assertThat(texts(traces.messagesOf(INSTANCE, "GID@@@reader", all(1, 10, false))))
                .containsExactly("sub GID@@@reader " + id);
        assertThat(traces.messagesOf(INSTANCE, "GID@@@reade", all(1, 10, false)).total())
                .isZero();
        assertThat(traces.messagesOf("mqtt-on", "GID@@@reader", all(1, 10, false))
                        .total())
                .isZero();
    }

    @Test
    void other_sources_have_names_of_their_own() {
        metadata.traces(INSTANCE, TraceMode.ALL);
        shard.published(ID, MessageOrigin.SERVER, "");
        shard.published(ID, MessageOrigin.OTHER_SYSTEM, "");
        told += 2;
        awaitWritten();
        assertThat(traces.published(INSTANCE, ID, all(1, 10, false)).entries())
                .extracting(entry -> entry.kind().action())
                .containsExactly("ServerSend", "pub_mq");
    }

    @Test
    void pages_have_each_entry_once_in_both_orders_and_over_hours() {
        metadata.traces(INSTANCE, TraceMode.ALL);
        for (int i = 0; i < 25; i++) {
            published(new MessageId(0, i), "c");
            clock.forward(Duration.ofMinutes(11));
        }
        awaitWritten();
        for (boolean newestFirst : new boolean[] {false, true}) {
            List<Long> found = IntStream.rangeClosed(1, 3)
                    .mapToObj(page -> traces.messagesOf(INSTANCE, "c", all(page, 10, newestFirst)))
                    .peek(page -> assertThat(page.total()).isEqualTo(25))
                    .flatMap(page -> page.entries().stream())
                    .map(entry -> Long.parseLong(entry.id(), 16))
                    .toList();
            List<Long> ascending =
                    IntStream.range(0, 25).mapToObj(Long::valueOf).toList();
            assertThat(found).isEqualTo(newestFirst ? ascending.reversed() : ascending);
        }
        assertThat(traces.messagesOf(INSTANCE, "c", all(4, 10, true)).entries()).isEmpty();
    }

    @Test
    void a_query_has_the_entries_of_its_time_and_no_others() {
        metadata.traces(INSTANCE, TraceMode.ALL);
        published(new MessageId(0, 1), "c");
        clock.forward(Duration.ofMillis(1));
        long begin = clock.wallMillis();
        published(new MessageId(0, 2), "c");
        clock.forward(Duration.ofHours(2));
        long end = clock.wallMillis();
        published(new MessageId(0, 3), "c");
        clock.forward(Duration.ofMillis(1));
        published(new MessageId(0, 4), "c");
        awaitWritten();
        TracePage page = traces.messagesOf(INSTANCE, "c", new TraceQuery(begin, end, 1, 10, false));
        assertThat(page.entries()).extracting(TraceEntry::millis).containsExactly(begin, end);
        assertThat(page.total()).isEqualTo(2);
    }

    @Test
    void the_switch_holds_at_once_and_sampling_takes_one_in_so_many() {
        metadata.traces(INSTANCE, TraceMode.ALL);
        assertThat(shard.on()).isTrue();
        assertThat(shard.picks(ID)).isTrue();
        metadata.traces(INSTANCE, TraceMode.SAMPLED);
        long picked = IntStream.range(0, 100_000)
                .filter(i -> shard.picks(new MessageId(5L << 32, ((long) i << 16) | (i & 0xffff))))
                .count();
        assertThat(picked).isBetween(800L, 1200L);
        metadata.traces(INSTANCE, TraceMode.OFF);
        assertThat(shard.on()).isFalse();
        metadata.traces(INSTANCE, TraceMode.ALL);
        metadata.deleteInstance(INSTANCE);
        assertThat(shard.on()).isFalse();
    }

    @Test
    void what_a_full_queue_has_no_room_for_is_left_out_and_counted() {
        CountDownLatch disk = new CountDownLatch(1);
        TraceSettings small = new TraceSettings(Duration.ofHours(1), 1 << 20, 1, 1000);
        use(new Traces(
                () -> {
                    await().until(() -> disk.getCount() == 0);
                    return log;
                },
                small,
                clock));
        metadata.traces(INSTANCE, TraceMode.ALL);
        for (int i = 0; i < 1500; i++) {
            shard.published(new MessageId(0, i), MessageOrigin.CLIENT, "c");
        }
        assertThat(traces.stats().missing(Missing.QUEUE_FULL)).isEqualTo(500);
        disk.countDown();
        told = 1000;
        awaitWritten();
        published(new MessageId(1, 1), "c"); // there is room again
        awaitWritten();
        assertThat(traces.stats().missing(Missing.QUEUE_FULL)).isEqualTo(500);
    }

    @Test
    void hours_go_when_their_time_is_over() {
        metadata.traces(INSTANCE, TraceMode.ALL);
        published(ID, "c");
        awaitWritten();
        clock.forward(Duration.ofDays(3));
        published(ID, "c");
        awaitWritten();
        assertThat(log.hours()).hasSize(2);
        clock.forward(Duration.ofHours(1));
        await().until(() -> log.hours().size() == 1);
        assertThat(traces.stats().hoursDropped()).isZero();
    }

    @Test
    void the_oldest_hour_goes_before_its_time_when_all_take_too_much() {
        use(new Traces(this::open, new TraceSettings(Duration.ofDays(3), 1 << 20, 1, 100_000), clock));
        metadata.traces(INSTANCE, TraceMode.ALL);
        for (int hour = 0; hour < 4; hour++) {
            for (int i = 0; i < 3000; i++) {
                published(new MessageId(hour, i), "a client of " + hour);
            }
            awaitWritten();
            clock.forward(Duration.ofHours(1));
        }
        await().until(() -> traces.stats().hoursDropped() > 0);
        await().until(() ->
                log.hours().values().stream().mapToLong(Long::longValue).sum() <= 1 << 20);
        assertThat(traces.messagesOf(INSTANCE, "a client of 0", all(1, 1, false))
                        .total())
                .isZero();
        assertThat(traces.messagesOf(INSTANCE, "a client of 3", all(1, 1, false))
                        .total())
                .isEqualTo(3000);
    }

    @Test
    void one_hour_takes_no_more_than_all_may() {
        use(new Traces(this::open, new TraceSettings(Duration.ofDays(3), 1 << 20, 1, 100_000), clock));
        metadata.traces(INSTANCE, TraceMode.ALL);
        for (int i = 0; i < 60_000; i++) {
            shard.published(new MessageId(0, i), MessageOrigin.CLIENT, "client");
        }
        TraceStats stats = traces.stats();
        await().until(() -> stats.written() + stats.missing(Missing.SPACE) == 60_000);
        assertThat(stats.missing(Missing.SPACE)).isPositive();
        clock.forward(Duration.ofHours(1));
        long before = stats.written();
        shard.published(ID, MessageOrigin.CLIENT, "client");
        await().until(() -> stats.written() > before);
    }

    @Test
    void a_disk_that_fails_is_tried_again_and_nothing_of_what_waits_is_lost() {
        AtomicInteger attempts = new AtomicInteger();
        use(new Traces(
                () -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new StoreException("a fault of the test");
                    }
                    return log;
                },
                TraceSettings.defaults(),
                clock));
        metadata.traces(INSTANCE, TraceMode.ALL);
        published(ID, "c");
        awaitWritten();
        assertThat(attempts).hasValue(3);
        assertThat(traces.published(INSTANCE, ID, all(1, 10, false)).total()).isEqualTo(1);
    }

    @Test
    void what_waits_is_written_when_the_service_stops() {
        metadata.traces(INSTANCE, TraceMode.ALL);
        for (int i = 0; i < 100; i++) {
            published(new MessageId(0, i), "c");
        }
        traces.close();
        assertThat(traces.stats().written()).isEqualTo(100);
        assertThatThrownBy(() -> traces.published(INSTANCE, ID, all(1, 10, false)))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void a_new_instance_sees_nothing_of_a_deleted_one_of_the_same_name() {
        metadata.traces(INSTANCE, TraceMode.ALL);
        published(ID, "c");
        awaitWritten();
        metadata.deleteInstance(INSTANCE);
        assertThat(traces.published(INSTANCE, ID, all(1, 10, false)).total()).isZero();
        metadata.instanceDeleted(INSTANCE);
        clock.forward(Duration.ofMillis(1));
        metadata.createInstance(INSTANCE, Profile.OPEN);
        metadata.traces(INSTANCE, TraceMode.ALL);
        assertThat(traces.published(INSTANCE, ID, all(1, 10, false)).total()).isZero();
        published(new MessageId(7, 7), "c");
        awaitWritten();
        List<String> own = List.of("pub_mqtt c 00000000000000070000000000000007");
        assertThat(texts(traces.messagesOf(INSTANCE, "c", all(1, 10, false)))).isEqualTo(own);
        use(new Traces(this::open, TraceSettings.defaults(), clock)); // as after a restart
        assertThat(texts(traces.messagesOf(INSTANCE, "c", all(1, 10, false)))).isEqualTo(own);
        assertThat(traces.published(INSTANCE, ID, all(1, 10, false)).total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void a_page_of_another_size_is_refused(int size) {
        assertThatThrownBy(() -> all(1, size, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settings_out_of_their_range_are_refused() {
        Duration hour = Duration.ofHours(1);
        assertThatThrownBy(() -> new TraceSettings(Duration.ofMinutes(59), 1 << 20, 1, 1000))
                .hasMessageContaining("keep");
        assertThatThrownBy(() -> new TraceSettings(Duration.ofMinutes(90), 1 << 20, 1, 1000))
                .hasMessageContaining("whole hours");
        assertThatThrownBy(() -> new TraceSettings(hour, 1, 1, 1000)).hasMessageContaining("maxBytes");
        assertThatThrownBy(() -> new TraceSettings(hour, 1 << 20, 0, 1000)).hasMessageContaining("sampleOneIn");
        assertThatThrownBy(() -> new TraceSettings(hour, 1 << 20, 1, 1)).hasMessageContaining("queue");
    }
}
