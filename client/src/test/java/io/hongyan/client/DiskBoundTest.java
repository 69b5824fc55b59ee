package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.message.PublishOutcome.Acknowledged;
import io.hongyan.client.message.PublishOutcome.Dropped;
import io.hongyan.client.message.PublishOutcome.Why;
import io.hongyan.testkit.TestBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What waits for the disk is bounded, however fast the server acknowledges.
class DiskBoundTest {
    @TempDir
    private Path folder;

    /// All in one turn of the loop, before the disk was given anything.
    @Test
    void messages_that_come_faster_than_the_disk_are_refused_beyond_the_bytes_of_the_queue() {
        CompletableFuture<List<CompletableFuture<PublishOutcome>>> published = new CompletableFuture<>();
        try (TestBroker broker = TestBroker.start();
                MqttClient client = MqttClient.builder()
                        .server("mqtt://127.0.0.1:" + broker.port())
                        .clientId("disk-bound")
                        .executor(Runnable::run)
                        .queue(OfflineQueue.USUAL.of(1000, 2000).onDisk(folder))
                        .connect()) {
            client.subscribe("go", go -> {
                List<CompletableFuture<PublishOutcome>> all = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    all.add(client.async().publish(Message.of("burst", new byte[200])));
                }
                published.complete(all);
            });
            client.publish("go", "");
            List<PublishOutcome> outcomes =
                    published.join().stream().map(CompletableFuture::join).toList();
            assertThat(outcomes.getFirst()).isInstanceOf(Acknowledged.class);
            assertThat(outcomes.getLast()).isEqualTo(new Dropped(Why.QUEUE_FULL));
            // When the disk has caught up there is room again.
            Awaitility.await()
                    .atMost(Received.PATIENCE)
                    .until(() -> client.async()
                            .publish(Message.of("burst", "later"))
                            .join()
                            .isDelivered());
        }
    }
}
