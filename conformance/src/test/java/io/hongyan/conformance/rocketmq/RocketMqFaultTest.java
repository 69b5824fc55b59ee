package io.hongyan.conformance.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.QoS;
import io.hongyan.conformance.HistoryPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills and stops the service and RocketMQ under load, by turns, and compares at the end what a business system has
/// consumed with what was acknowledged. `-Dhongyan.faults=100` makes it longer.
class RocketMqFaultTest {
    private static final int FAULTS = Integer.getInteger("hongyan.faults", 4);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GLANCE = Duration.ofMillis(500);
    private static final int PUBLISHERS = 4;

    @TempDir
    private Path folder;

    private enum Fault {
        SERVICE_KILLED,
        ROCKETMQ_STOPPED,
        ROCKETMQ_KILLED,
        BOTH_KILLED
    }

    @Test
    void a_business_system_gets_all_that_was_acknowledged_in_the_order_of_each_client() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        try (Chain chain = new Chain(folder);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<HistoryPublisher> publishers = IntStream.range(0, PUBLISHERS)
                    .mapToObj(i -> new HistoryPublisher(
                            "p" + i, i % 2 == 0 ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE, chain.service::port))
                    .toList();
            ConsumedHistory history = new ConsumedHistory();
            chain.business.consume("OUT", history::add);
            try {
                publishers.forEach(threads::execute);
                for (int i = 0; i < FAULTS; i++) {
                    int goal = publishers.getFirst().finished() + random.nextInt(50, 500);
                    await().atMost(PATIENCE).until(() -> publishers.getFirst().finished() >= goal);
                    fault(chain, Fault.values()[i % Fault.values().length], publishers);
                }
                publishers.forEach(HistoryPublisher::stop);
                await().atMost(PATIENCE).pollInterval(GLANCE).until(() -> complete(history, publishers));
            } finally {
                publishers.forEach(HistoryPublisher::abandon);
            }
            assertThat(history.faults()).isEmpty();
            tell(history, publishers);
        }
    }

    private static void fault(Chain chain, Fault fault, List<HistoryPublisher> publishers) throws Exception {
        switch (fault) {
            case SERVICE_KILLED -> {
                chain.service.kill();
                chain.service.start();
            }
            case ROCKETMQ_STOPPED -> {
                chain.rocketMq.stopBroker();
                goOn(publishers);
                chain.rocketMq.continueBroker();
            }
            case ROCKETMQ_KILLED -> {
                chain.rocketMq.killBroker();
                goOn(publishers);
                chain.rocketMq.restartBroker();
            }
            case BOTH_KILLED -> {
                chain.service.kill();
                chain.rocketMq.killBroker();
                chain.service.start();
                goOn(publishers);
                chain.rocketMq.restartBroker();
            }
        }
    }

    /// Publishers are acknowledged while RocketMQ is away.
    private static void goOn(List<HistoryPublisher> publishers) {
        int goal = publishers.getFirst().finished() + 200;
        await().atMost(PATIENCE).until(() -> publishers.getFirst().finished() >= goal);
    }

    private static boolean complete(ConsumedHistory history, List<HistoryPublisher> publishers) {
        return IntStream.range(0, PUBLISHERS)
                .allMatch(i -> history.count("p" + i) >= publishers.get(i).finished());
    }

    private static void tell(ConsumedHistory history, List<HistoryPublisher> publishers) throws IOException {
        int acknowledged =
                publishers.stream().mapToInt(HistoryPublisher::finished).sum();
        Files.writeString(
                Path.of("target", "rocketmq-fault-test.txt"),
                FAULTS + " faults, " + acknowledged + " acknowledged messages: none lost, all in order, "
                        + history.doubled() + " came twice\n");
    }
}
