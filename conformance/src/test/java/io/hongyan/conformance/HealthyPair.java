package io.hongyan.conformance;

import static org.awaitility.Awaitility.await;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// Two healthy clients that exchange messages at every QoS while other clients attack the broker.
final class HealthyPair implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RawClient publisher;
    private final RawClient subscriber;
    private final QoS highest;
    private int round;

    HealthyPair(BrokerFixture stage, QoS highest) {
        this.highest = highest;
        publisher = new RawClient(stage.broker().port()).connect(Connecting.as(Version.MQTT_5, "healthy-publisher"));
        publisher.expectAccepted();
        subscriber =
                new RawClient(stage.broker().port()).connect(Connecting.as(Version.MQTT_3_1_1, "healthy-subscriber"));
        subscriber.expectAccepted();
        subscriber.subscribe(highest, "healthy/+");
    }

    void assertAlive() {
        round++;
        String text = "round " + round;
        publisher.publish("healthy/a", text);
        subscriber.expectMessage("healthy/a", text);
        publisher.publish("healthy/b", text, QoS.AT_LEAST_ONCE, 1);
        publisher.expect(Received.PUBACK);
        subscriber.pubAck(subscriber.expectMessage("healthy/b", text).packetId());
        if (highest == QoS.AT_LEAST_ONCE) {
            return;
        }
        publisher.publish("healthy/c", text, QoS.EXACTLY_ONCE, 2);
        publisher.expect(Received.PUBREC);
        publisher.pubRel(2).expect(Received.PUBCOMP);
        int id = subscriber.expectMessage("healthy/c", text).packetId();
        subscriber.pubRec(id).expect(Received.PUBREL);
        subscriber.pubComp(id);
    }

    /// Starts the rounds in their own thread, which uses the pair until it is closed.
    Rounds rounds() {
        return new Rounds();
    }

    /// One round after another. A message that is lost, later than the clients' timeout, or of the wrong content fails
    /// the next call.
    final class Rounds implements AutoCloseable {
        private final AtomicInteger count = new AtomicInteger();
        private final CompletableFuture<Void> end = CompletableFuture.runAsync(
                this::goOn, task -> Thread.ofVirtual().start(task));
        private volatile boolean over;

        private void goOn() {
            while (!over) {
                assertAlive();
                count.incrementAndGet();
            }
        }

        /// The rounds that are complete.
        int count() {
            if (end.isDone()) {
                end.join();
            }
            return count.get();
        }

        /// Waits until so many more are complete.
        void awaitMore(int rounds) {
            int target = count() + rounds;
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> count() >= target);
        }

        /// Waits for the end of the round that is under way.
        @Override
        public void close() {
            over = true;
            end.join();
        }
    }

    @Override
    public void close() {
        publisher.close();
        subscriber.close();
    }
}
