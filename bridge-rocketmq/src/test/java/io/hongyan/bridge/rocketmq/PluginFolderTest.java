package io.hongyan.bridge.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.exchange.spi.ConsumerSettings;
import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeConsumer;
import io.hongyan.exchange.spi.ExchangeReceiver.Receipt;
import io.hongyan.exchange.spi.ExchangeSettings;
import io.hongyan.exchange.spi.InboundMessage;
import io.hongyan.exchange.spi.OutboundMessage;
import io.hongyan.exchange.spi.SendOutcome;
import io.hongyan.rocketmq.server.RocketMq;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithRocketMq.class)
class PluginFolderTest {
    private final RocketMq rocketMq;
    private final Business business;

    PluginFolderTest(RocketMq rocketMq, Business business) {
        this.rocketMq = rocketMq;
        this.business = business;
    }

    @Test
    void the_plug_in_works_from_its_folder_with_nothing_of_the_service() throws Exception {
        String topic = business.topic(2);
        Path logs = Path.of(System.getProperty("user.home"), "logs", "rocketmqlogs");
        boolean before = Files.exists(logs);
        var received = new ConcurrentLinkedQueue<InboundMessage>();
        try (var folder = new PluginFolder();
                Exchange exchange = folder.provider()
                        .open(new ExchangeSettings(
                                "rocketmq", "main", List.of(rocketMq.nameServer()), "", "", false, ""))) {
            assertThat(exchange.getClass()).isNotEqualTo(RemotingExchange.class);
            assertThat(exchange.check(List.of(topic))).isEmpty();
            ExchangeConsumer consumer = exchange.consume(
                    new ConsumerSettings(
                            Business.name("group"),
                            topic,
                            ConsumerSettings.Filter.SQL92,
                            "n = '1'",
                            false,
                            true,
                            Instant.EPOCH),
                    message -> {
                        received.add(message);
                        return CompletableFuture.completedFuture(Receipt.TAKEN);
                    });
            await().until(() -> consumer.fault() == null);
            var batch = new ArrayList<OutboundMessage>();
            for (int i = 0; i < 10; i++) {
                batch.add(new OutboundMessage(
                        "%032X".formatted(i), "", false, "tag", Map.of("n", "" + i % 2), ("" + i).getBytes(UTF_8)));
            }
            assertThat(exchange.sender("rule").send(topic, batch)).containsOnly(SendOutcome.SENT);
            List<String> bodies = business.sendCompressed(topic, 5_000, Map.of("n", "1"));

            await().until(() -> received.size() == 5 + bodies.size());
            assertThat(received.stream().filter(message -> message.body().length == 1))
                    .extracting(InboundMessage::id)
                    .containsExactlyInAnyOrder(
                            "%032X".formatted(1),
                            "%032X".formatted(3),
                            "%032X".formatted(5),
                            "%032X".formatted(7),
                            "%032X".formatted(9));
        }
        assertThat(Files.exists(logs)).as(logs + " was made").isEqualTo(before);
    }

    @Test
    void a_closed_exchange_leaves_no_thread_that_keeps_the_service_alive() throws Exception {
        String topic = business.topic(1);
        try (var folder = new PluginFolder()) {
            Exchange exchange = folder.provider()
                    .open(new ExchangeSettings("rocketmq", "main", List.of(rocketMq.nameServer()), "", "", false, ""));
            ClassLoader plugin = exchange.getClass().getClassLoader();
            for (ConsumerSettings.Filter filter : ConsumerSettings.Filter.values()) {
                ExchangeConsumer consumer = exchange.consume(
                        new ConsumerSettings(
                                Business.name("group"), topic, filter, "1 = 1", false, false, Instant.EPOCH),
                        message -> CompletableFuture.completedFuture(Receipt.TAKEN));
                await().until(() -> consumer.fault() == null);
            }
            assertThat(lasting(plugin)).isNotEmpty();
            exchange.close();
            await().untilAsserted(() -> assertThat(lasting(plugin)).isEmpty());
        }
    }

    private static List<String> lasting(ClassLoader plugin) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.isAlive() && !thread.isDaemon() && plugin.equals(thread.getContextClassLoader()))
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    @Test
    void messages_go_by_tls_when_the_certificate_is_trusted() throws Exception {
        String topic = business.topic(1);
        // The broker of the tests has a certificate of its own making.
        System.setProperty("tls.test.mode.enable", "true");
        try (var folder = new PluginFolder();
                Exchange exchange = folder.provider()
                        .open(new ExchangeSettings(
                                "rocketmq", "main", List.of(rocketMq.nameServer()), "", "", true, ""))) {
            assertThat(exchange.check(List.of(topic))).isEmpty();
            var message = new OutboundMessage("%032X".formatted(1), "", false, "", Map.of(), new byte[1]);
            assertThat(exchange.sender("rule").send(topic, List.of(message))).containsOnly(SendOutcome.SENT);
        } finally {
            System.clearProperty("tls.test.mode.enable");
        }
    }

    @Test
    void the_folder_is_small_and_without_what_has_known_faults() throws Exception {
        Path folder = Path.of(System.getProperty("basedir", ".")).resolve("target/plugins/rocketmq");
        try (Stream<Path> jars = Files.list(folder)) {
            List<String> names =
                    jars.map(jar -> jar.getFileName().toString()).sorted().toList();
            assertThat(names)
                    .noneMatch(name -> name.matches("(fastjson-|rocketmq-rocksdb|netty-all|protobuf|grpc|logback).*"))
                    .noneMatch(name -> name.startsWith("hongyan-exchange-spi"))
                    .hasSizeLessThan(30);
        }
    }
}
