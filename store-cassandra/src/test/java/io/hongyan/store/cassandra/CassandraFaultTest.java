package io.hongyan.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.OpenStore;
import io.hongyan.broker.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What becomes of writes while Cassandra is away, and when somebody else takes what is held.
class CassandraFaultTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension();

    private final String keySpace = CASSANDRA.keySpace();

    @Test
    void a_killed_cassandra_has_lost_nothing_and_writes_go_on_by_themselves() {
        Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
        try (OpenStore run = new OpenStore(CASSANDRA.open(keySpace))) {
            run.session("c");
            append(run, acknowledged, 1, 500);
            await().atMost(PATIENCE).until(() -> acknowledged.size() > 100);
            CASSANDRA.server().kill();
            append(run, acknowledged, 501, 600);
            await().atMost(PATIENCE).until(() -> run.shard.outage() != null);
            CASSANDRA.server().restart();
            await().atMost(PATIENCE).until(() -> acknowledged.size() == 600);
            assertThat(run.shard.outage()).isNull();
        }
        try (OpenStore run = new OpenStore(CASSANDRA.open(keySpace))) {
            assertThat(run.sessions.get("c").waiting().messages()).isEqualTo(600);
            assertThat(run.texts("c", 0, 1000))
                    .isEqualTo(IntStream.rangeClosed(1, 600)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    private static void append(OpenStore run, Set<Integer> acknowledged, int from, int to) {
        for (int i = from; i <= to; i++) {
            int number = i;
            run.append("c", i, OpenStore.message("a", Integer.toString(i)));
            run.shard.whenDurable(() -> acknowledged.add(number));
        }
    }

    @Test
    void a_write_that_is_not_answered_in_time_is_there_once() {
        Store store = CASSANDRA.open(keySpace);
        try (OpenStore run = new OpenStore(store)) {
            run.session("p");
            run.session("c");
            run.session("d");
            run.durable().join();
            CASSANDRA.server().freeze();
            AtomicBatch batch = new AtomicBatch();
            run.shard.within(batch, () -> {
                run.append("c", 1, OpenStore.message("a", "one"));
                run.append("d", 1, OpenStore.message("a", "one"));
            });
            run.of("p").received(7, batch);
            CompletableFuture<Void> durable = run.durable();
            await().atMost(PATIENCE).until(() -> store.fault() != null);
            assertThat(durable).isNotDone();
            CASSANDRA.server().thaw();
            await().atMost(PATIENCE).until(durable::isDone);
            await().atMost(PATIENCE).until(() -> store.fault() == null);
        }
        try (OpenStore run = new OpenStore(CASSANDRA.open(keySpace))) {
            assertThat(run.texts("c", 0, 10)).containsExactly("one");
            assertThat(run.texts("d", 0, 10)).containsExactly("one");
            assertThat(run.sessions.get("p").receivedIds()).containsExactly(7);
        }
    }

    @Test
    void a_store_whose_virtual_shards_are_claimed_by_another_writes_nothing_more() {
        Store first = CASSANDRA.open(keySpace);
        try (OpenStore early = new OpenStore(first)) {
            early.session("c");
            early.append("c", 1, OpenStore.message("a", "early"));
            early.durable().join();
            try (OpenStore late = new OpenStore(CASSANDRA.open(keySpace))) {
                await().atMost(PATIENCE).until(() -> first.failure().isDone());
                assertThat(first.failure().join()).contains("was claimed by one", "the same key space");
                early.append("c", 2, OpenStore.message("a", "too late"));
                CompletableFuture<Void> never = early.durable();
                late.append("c", 2, OpenStore.message("a", "late"));
                late.durable().join();
                assertThat(late.texts("c", 0, 10)).containsExactly("early", "late");
                assertThat(never).isNotDone();
            }
        }
    }

    @Test
    void what_a_stale_owner_appends_replaces_nothing_of_the_next_one() {
        List<Integer> lost = new java.util.concurrent.CopyOnWriteArrayList<>();
        Store stale = CassandraStore.over(
                CASSANDRA.session(),
                CASSANDRA.options(keySpace),
                StoreLimits.defaults(),
                new SystemClock(),
                (vshard, _, _) -> lost.add(vshard));
        try (OpenStore early = new OpenStore(stale)) {
            early.session("c");
            early.durable().join();
            try (OpenStore late = new OpenStore(CASSANDRA.open(keySpace))) {
                early.append("c", 1, OpenStore.message("a", "stale"));
                late.append("c", 1, OpenStore.message("a", "of the owner"));
                late.durable().join();
                assertThat(late.texts("c", 0, 10)).containsExactly("of the owner");
                await().atMost(PATIENCE).until(() -> lost.size() == io.hongyan.broker.store.VShard.COUNT);
                assertThat(stale.failure()).isNotDone();
            }
        }
    }

    @Test
    void a_write_that_arrives_when_the_lease_is_over_is_not_called_durable() {
        AtomicBoolean leased = new AtomicBoolean(true);
        CassandraStore store = CassandraStore.over(
                CASSANDRA.session(),
                CASSANDRA.options(keySpace),
                StoreLimits.defaults(),
                new SystemClock(),
                new LossListener() {
                    @Override
                    public void lost(int vshard, String node, long epoch) {}

                    @Override
                    public boolean mayWrite(int vshard) {
                        return leased.get();
                    }
                });
        try (OpenStore run = new OpenStore(store)) {
            run.session("c");
            run.durable().join();
            CASSANDRA.server().freeze();
            run.append("c", 1, OpenStore.message("a", "late"));
            CompletableFuture<Void> durable = run.durable();
            await().atMost(PATIENCE).until(() -> store.health().waitingBytes() > 0);
            leased.set(false);
            CASSANDRA.server().thaw();
            await().atMost(PATIENCE).until(() -> store.health().waitingBytes() == 0);
            assertThat(durable).isNotDone();
        }
    }
}
