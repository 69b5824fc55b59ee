package io.hongyan.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.StoreException;
import io.hongyan.codec.topic.Topic;
import io.hongyan.server.http.Headers;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import io.hongyan.server.metrics.MetricsHandler.Phase;
import io.hongyan.store.rocksdb.DiskHook;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a supervisor and a load balancer are told.
class MetricsHandlerTest {
    @TempDir
    private Path folder;

    private final BrokenClock clock = new BrokenClock();
    private volatile boolean full;
    private Phase phase = Phase.RUNNING;
    private @Nullable String cluster;
    private RocksDbStore store;
    private MetricsHandler handler;

    /// Throws what nobody catches, on the thread that writes.
    private static final class BrokenClock implements Clock {
        private final Clock system = new SystemClock();
        private volatile boolean broken;

        @Override
        public long wallMillis() {
            return system.wallMillis();
        }

        @Override
        public long steadyMillis() {
            if (broken && Thread.currentThread().getName().equals("store-writer")) {
                throw new AssertionError("a fault of the test");
            }
            return system.steadyMillis();
        }
    }

    @BeforeEach
    void start() {
        store = RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), clock, this::before);
        store.clock(clock);
        handler = new MetricsHandler(
                List.of(new StoreMetrics(store)),
                Heartbeats.watch(List.of(), new SystemClock()),
                store,
                () -> phase,
                () -> cluster);
    }

    @AfterEach
    void stop() {
        full = false;
        store.close();
    }

    private void before(DiskHook.Call call) {
        if (full && call != DiskHook.Call.WRITE) {
            return;
        }
        if (full) {
            throw new StoreException("no space left on device");
        }
    }

    private void write() {
        ShardStore shard = store.shard(Runnable::run);
        shard.removeRetained("i", Topic.of("t"));
        shard.whenDurable(() -> {});
    }

    private Response get(String path) {
        return handler.answer(Request.of("GET", "/" + path, Headers.NONE, new byte[0], ""));
    }

    private void assertState(String status, int health, int ready, String store) {
        assertThat(get("health").status()).isEqualTo(health);
        assertThat(get("ready").status()).isEqualTo(ready);
        for (String path : List.of("health", "ready")) {
            assertThat(get(path).text())
                    .contains("\"status\" : \"" + status + "\"")
                    .contains(store);
        }
    }

    @Test
    void a_server_that_works_is_healthy_and_ready() {
        assertState("ok", 200, 200, "\"store\" : \"ok\"");
    }

    @Test
    void a_server_whose_listeners_are_not_open_yet_lives_and_is_not_ready() {
        phase = Phase.STARTING;
        assertState("starting", 200, 503, "\"store\" : \"ok\"");
        phase = Phase.RUNNING;
        assertState("ok", 200, 200, "\"store\" : \"ok\"");
    }

    @Test
    void a_node_that_should_have_no_clients_lives_and_says_why_it_is_not_ready() {
        phase = Phase.STARTING;
        cluster = "joining";
        assertState("joining", 200, 503, "\"store\" : \"ok\"");
        phase = Phase.RUNNING;
        for (String why : List.of("draining", "without-lease")) {
            cluster = why;
            assertState(why, 200, 503, "\"store\" : \"ok\"");
        }
        cluster = null;
        assertState("ok", 200, 200, "\"store\" : \"ok\"");
        phase = Phase.STOPPING;
        cluster = "draining";
        assertState("stopping", 503, 503, "\"store\" : \"ok\"");
    }

    @Test
    void a_server_whose_disk_is_full_lives_and_is_not_ready_until_there_is_room() {
        full = true;
        write();
        await().until(() -> store.fault() != null);
        assertState("degraded", 200, 503, "no space left on device");
        assertThat(get("metrics").status()).isEqualTo(200);
        full = false;
        await().until(() -> store.fault() == null);
        assertState("ok", 200, 200, "\"store\" : \"ok\"");
    }

    @Test
    void a_server_whose_store_has_failed_is_to_be_started_again() {
        clock.broken = true;
        store.failure().join();
        assertState("failed", 503, 503, "a fault of the test");
        assertThat(get("metrics").text()).contains("hongyan_store_failed 1.0");
    }

    @Test
    void a_server_that_stops_is_neither_healthy_nor_ready() {
        phase = Phase.STOPPING;
        assertState("stopping", 503, 503, "\"store\" : \"ok\"");
    }
}
