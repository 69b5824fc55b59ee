package io.hongyan.store.cassandra;

import io.hongyan.broker.store.OpenStore;
import io.hongyan.broker.store.SessionStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Figures, for people to read: run with `-Dtest=CassandraMeasurement -Dhongyan.measure=true`.
@Tag("nightly")
class CassandraMeasurement {
    private static final int CLIENTS = 1000;
    private static final String PAYLOAD = "x".repeat(256);

    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension();

    private final long[] next = new long[CLIENTS];

    @Test
    void figures() throws Exception {
        String keySpace = CASSANDRA.keySpace();
        CASSANDRA.open(keySpace).close();
        for (int i = 0; i < 4; i++) {
            long began = System.nanoTime();
            new OpenStore(CASSANDRA.open(keySpace)).close();
            say("open and acquire 4096 empty virtual shards: %d ms".formatted((System.nanoTime() - began) / 1_000_000));
        }
        try (OpenStore run = new OpenStore(CASSANDRA.open(keySpace))) {
            for (int i = 0; i < CLIENTS; i++) {
                run.session("c" + i);
            }
            run.durable().join();
            appends(run, 256, 30_000);
            for (int flight : new int[] {1, 64, 512, 1, 64, 512}) {
                appends(run, flight, flight == 1 ? 1500 : 15_000);
            }
        }
        long left = 100_000 - Arrays.stream(next).sum();
        try (OpenStore run = new OpenStore(CASSANDRA.open(keySpace))) {
            if (left > 0) {
                appends(run, 512, (int) left);
            }
        }
        for (int i = 0; i < 2; i++) {
            long began = System.nanoTime();
            try (OpenStore run = new OpenStore(CASSANDRA.open(keySpace))) {
                say("recovered %d waiting messages of %d sessions: %d ms"
                        .formatted(run.waiting(), CLIENTS, (System.nanoTime() - began) / 1_000_000));
            }
        }
    }

    private void appends(OpenStore run, int flight, int count) throws InterruptedException {
        List<SessionStore> stores = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            stores.add(run.of("c" + i));
        }
        long[] took = new long[count];
        Semaphore permits = new Semaphore(flight);
        CountDownLatch done = new CountDownLatch(count);
        ProcessHandle cassandra = CASSANDRA.server().handle();
        long cpu = cpuMillis(cassandra);
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            permits.acquire();
            int number = i;
            int client = i * 7 % CLIENTS;
            long at = System.nanoTime();
            run.append("c" + client, ++next[client], OpenStore.message("a", PAYLOAD));
            run.shard.whenDurable(() -> {
                took[number] = System.nanoTime() - at;
                permits.release();
                done.countDown();
            });
        }
        done.await();
        double seconds = (System.nanoTime() - began) / 1e9;
        Arrays.sort(took);
        say("append of 256 B, %d in flight: %.0f/s, p50 %.1f ms, p99 %.1f ms, Cassandra CPU %.2f ms each, sessions %d"
                .formatted(
                        flight,
                        count / seconds,
                        took[count / 2] / 1e6,
                        took[count * 99 / 100] / 1e6,
                        (double) (cpuMillis(cassandra) - cpu) / count,
                        stores.size()));
    }

    private static long cpuMillis(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow().toMillis();
    }

    private static void say(String figure) {
        System.getLogger(CassandraMeasurement.class.getName()).log(System.Logger.Level.INFO, "FIGURE " + figure);
    }
}
