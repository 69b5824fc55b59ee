package io.hongyan.conformance.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills, stops, cuts off and fills the service and RocketMQ under load, one after the other, and compares at the end
/// what a business system and a device have received with what was acknowledged. `-Dhongyan.faults=100` makes it
/// longer.
@Tag("nightly")
class RocketMqFaultTest {
    private static final List<Fault> KINDS = List.of(Fault.values());
    private static final int FAULTS = Integer.getInteger("hongyan.faults", KINDS.size());
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration GLANCE = Duration.ofMillis(500);

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void what_was_acknowledged_arrives_in_both_directions_whatever_fails() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        try (Chain chain = new Chain(folder);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Load load = new Load(chain)) {
            load.start(threads);
            Fault.untilTheRulesWork(chain);
            for (int i = 0; i < FAULTS; i++) {
                load.goOn(random.nextInt(50, 500));
                KINDS.get(i % KINDS.size()).befall(chain, load);
            }
            load.stop();
            await().atMost(PATIENCE)
                    .pollInterval(GLANCE)
                    .untilAsserted(() -> assertThat(load.missing()).isEmpty());
            assertThat(load.out.faults()).isEmpty();
            Files.writeString(Path.of("target", "rocketmq-fault-test.txt"), load.told(FAULTS));
        }
    }
}
