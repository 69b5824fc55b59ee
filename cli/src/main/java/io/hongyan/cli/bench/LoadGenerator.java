package io.hongyan.cli.bench;

import io.hongyan.cli.option.ConnectFailure;
import io.hongyan.cli.option.Topics;
import io.hongyan.client.ClientThreads;
import io.hongyan.client.MqttClient;
import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Many clients on a few network threads.
final class LoadGenerator {
    /// What is counted beside the numbers of a [Counters]. Called on the network threads, and [#done] also on the one
    /// that publishes.
    interface Listener {
        /// A message arrived.
        void received(Delivery message);

        /// A message given to [LoadGenerator#publish] is done: at QoS 0 it was handed to the connection, otherwise the
        /// server has acknowledged or refused it, or it was not sent because the server had said that it would refuse
        /// it. It is not called for what the end of a connection leaves behind.
        void done(long plannedNanos, ReasonCode reason);
    }

    private final List<Client> clients = new ArrayList<>();
    private final int window;
    private final LoadSettings settings;
    private final ClientThreads threads;
    private final Counters counters;
    private final Listener listener;
    private final LongSupplier nanoTime;
    private final CountDownLatch ready;

    /// @param subscriptions of each client, or empty when none subscribes
    /// @param window the most unacknowledged messages of a client
    LoadGenerator(
            List<ClientIdentity> identities,
            List<List<Subscription>> subscriptions,
            int window,
            LoadSettings settings,
            ClientThreads threads,
            Counters counters,
            Listener listener,
            LongSupplier nanoTime) {
        this.window = window;
        this.settings = settings;
        this.threads = threads;
        this.counters = counters;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.ready = new CountDownLatch(identities.size());
        for (int i = 0; i < identities.size(); i++) {
            clients.add(new Client(i, identities.get(i), subscriptions.isEmpty() ? List.of() : subscriptions.get(i)));
        }
    }

    /// Connects all clients, each at its planned time, and waits until each has succeeded, with its subscriptions, or
    /// failed.
    ///
    /// @param measureConnects whether the time from the plan to CONNACK is what is measured
    void connect(
            RateScheduler scheduler,
            double periodNanos,
            boolean measureConnects,
            CountDownLatch stop,
            Duration timeout) {
        long _ = scheduler.run(
                clients.size(),
                periodNanos,
                (index, plannedNanos) -> clients.get((int) index).connect(plannedNanos, measureConnects));
        long deadline = nanoTime.getAsLong() + timeout.toNanos();
        try {
            boolean all = false;
            while (!all && stop.getCount() > 0 && nanoTime.getAsLong() < deadline) {
                all = ready.await(50, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.countDown();
        }
    }

    int size() {
        return clients.size();
    }

    /// Publishes through client number `index`, which has been connected.
    void publish(int index, Message message, long plannedNanos) {
        clients.get(index).publish(message, plannedNanos);
    }

    boolean isConnected(int index) {
        return clients.get(index).isConnected();
    }

    /// Says DISCONNECT everywhere and waits a moment for the ends.
    void disconnect(Duration timeout) {
        CompletableFuture<?>[] ends = clients.stream().map(Client::leave).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return; // the rest ends with the network threads
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Why a connection ended or did not come about, in words.
    private String why(MqttException cause) {
        Throwable below = cause.getCause();
        return switch (cause) {
            case MqttException.Unreachable e
            when below != null -> ConnectFailure.of(below, settings.target()).text();
            case MqttException.ServerFault e -> settings.target() + ": " + e.getMessage();
            default -> String.valueOf(cause.getMessage());
        };
    }

    /// One connection. The library tells on a network thread how it fares; [#opened] comes there as well, or on the
    /// thread that connects.
    private final class Client implements ClientObserver {
        private final int index;
        private final ClientIdentity identity;
        private final List<Subscription> wanted;
        private final AtomicBoolean counted = new AtomicBoolean();
        private boolean measured;
        private long plannedNanos;
        private volatile @Nullable MqttClient client;
        private volatile boolean accepted;
        private volatile boolean leaving;

        Client(int index, ClientIdentity identity, List<Subscription> wanted) {
            this.index = index;
            this.identity = identity;
            this.wanted = wanted;
        }

        void connect(long planned, boolean measure) {
            plannedNanos = planned;
            measured = measure;
            MqttClientBuilder builder =
                    settings.builder(identity, index, window).threads(threads).observer(this);
            for (String filter : wanted.isEmpty() ? List.<String>of() : Topics.listened(wanted)) {
                builder.listen(filter, listener::received);
            }
            var _ = builder.connectAsync().thenAccept(this::opened); // failures are told to the observer
        }

        boolean isConnected() {
            return accepted && client != null;
        }

        void publish(Message message, long planned) {
            MqttClient open = client;
            if (open != null) {
                var _ = open.async().publish(message).thenAccept(outcome -> published(outcome, planned));
            }
        }

        private void published(PublishOutcome outcome, long planned) {
            switch (outcome) {
                case PublishOutcome.Sent e -> listener.done(planned, ReasonCode.SUCCESS);
                case PublishOutcome.Acknowledged e -> listener.done(planned, e.reason());
                case PublishOutcome.Refused e -> listener.done(planned, e.reason());
                case PublishOutcome.Uncertain e -> {} // the connection has ended, which is counted
                case PublishOutcome.Dropped e -> {}
                case PublishOutcome.Kept e -> {}
            }
        }

        /// Says DISCONNECT; what is only being connected ends with its thread.
        CompletableFuture<?> leave() {
            leaving = true;
            MqttClient open = client;
            return open == null
                    ? CompletableFuture.completedFuture(null)
                    : open.async().close();
        }

        private void opened(MqttClient open) {
            client = open;
            if (leaving) {
                var _ = open.async().close();
            } else if (wanted.isEmpty()) {
                ready();
            } else {
                var _ = open.async()
                        .requestSubscriptions(wanted, Properties.NONE)
                        .thenAccept(this::subscribed);
            }
        }

        private void subscribed(List<ReasonCode> answers) {
            for (ReasonCode reason : answers) {
                if (reason.isError()) {
                    counters.refused.increment();
                    counters.reason("subscription refused: " + reason.text());
                } else {
                    counters.subscribed.increment();
                }
            }
            ready();
        }

        private void ready() {
            if (counted.compareAndSet(false, true)) {
                ready.countDown();
            }
        }

        @Override
        public void connected(ServerLimits server) {
            if (leaving) {
                return;
            }
            accepted = true;
            counters.connected.increment();
            if (measured) {
                counters.measure(nanoTime.getAsLong() - plannedNanos);
            }
        }

        @Override
        public void disconnected(MqttException cause) {
            if (leaving) {
                return;
            }
            if (accepted) {
                accepted = false;
                counters.lost.increment();
            } else {
                counters.failed.increment();
            }
            counters.reason(why(cause));
            ready();
        }
    }
}
