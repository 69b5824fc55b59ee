package io.hongyan.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.deliver.SmallClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// Pairs of clients that come back whenever their connection ends: one publishes numbers with QoS 1, each until it is
/// acknowledged, the other one has to get them all, in order, some perhaps again.
final class SteadyTraffic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port;
    private final List<Pair> pairs = new ArrayList<>();
    private volatile boolean ending;

    SteadyTraffic(int port, int pairs) {
        this.port = port;
        for (int i = 0; i < pairs; i++) {
            this.pairs.add(new Pair(i));
        }
        this.pairs.forEach(Pair::start);
    }

    private final class Pair {
        private final int number;
        private final List<String> received = new ArrayList<>(); // under this
        private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
        private volatile int acknowledged;
        private @Nullable Thread publishing;
        private @Nullable Thread receiving;

        Pair(int number) {
            this.number = number;
        }

        void start() {
            receiving = Thread.ofVirtual().start(this::receive);
            subscribed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            publishing = Thread.ofVirtual().start(this::publish);
        }

        private void receive() {
            while (!Thread.currentThread().isInterrupted()) {
                try (SmallClient client = new SmallClient(port, "receiver" + number, false)) {
                    if (!subscribed.isDone()) {
                        client.subscribe("pair/" + number, 1).join();
                        subscribed.complete(null);
                    }
                    while (!client.ended.isDone() || !client.received.isEmpty()) {
                        String message = client.received.poll(20, TimeUnit.MILLISECONDS);
                        if (message != null) {
                            synchronized (this) {
                                received.add(message);
                            }
                        }
                    }
                } catch (InterruptedException e) {
                    return;
                } catch (RuntimeException e) {
                    Thread.onSpinWait(); // refused, or gone: it comes again
                }
            }
        }

        private void publish() {
            int next = 0;
            while (!ending) {
                try (SmallClient client = new SmallClient(port, "sender" + number, false)) {
                    while (!ending) {
                        client.publish("pair/" + number, "" + next, 1)
                                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                .join();
                        acknowledged = ++next;
                    }
                } catch (RuntimeException e) {
                    Thread.onSpinWait();
                }
            }
        }

        synchronized List<Integer> first() {
            var first = new LinkedHashSet<Integer>();
            received.forEach(message -> first.add(Integer.parseInt(message.substring(message.indexOf('=') + 1))));
            return List.copyOf(first);
        }
    }

    /// Waits until each publisher has so many more acknowledgements.
    void awaitAcknowledged(int more) {
        for (Pair pair : pairs) {
            int before = pair.acknowledged;
            Awaitility.await().atMost(PATIENCE).until(() -> pair.acknowledged >= before + more);
        }
    }

    /// Ends publishing, and looks whether all arrived in order.
    void finish() {
        ending = true;
        for (Pair pair : pairs) {
            Thread thread = pair.publishing;
            if (thread != null) {
                try {
                    assertThat(thread.join(PATIENCE)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            int count = pair.acknowledged;
            Awaitility.await().atMost(PATIENCE).until(() -> pair.first().size() >= count);
            assertThat(pair.first()).isSorted().startsWith(0).contains(count - 1);
        }
    }

    @Override
    public void close() {
        ending = true;
        pairs.forEach(pair -> {
            Thread thread = pair.receiving;
            if (thread != null) {
                thread.interrupt();
            }
        });
    }
}
