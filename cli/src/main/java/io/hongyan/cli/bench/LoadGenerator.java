package io.hongyan.cli.bench;

import io.hongyan.cli.option.ConnectFailure;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Many clients on a few loops.
final class LoadGenerator {
    /// What is counted beside the numbers of a [Counters]. Called on the loops.
    interface Listener {
        /// A message arrived.
        void received(Publish message);

        /// A message given to [LoadGenerator#publish] is done.
        void done(long plannedNanos, ReasonCode reason);
    }

    /// The clients of one loop.
    private record LoopClients(Loop loop, PacketDecoder decoder, List<Client> clients) {}

    private final List<LoopClients> groups = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final Network network;
    private final Counters counters;
    private final Listener listener;
    private final LongSupplier nanoTime;
    private final CountDownLatch ready;
    private final AtomicInteger open = new AtomicInteger();

    /// @param window the most unacknowledged messages of a client
    LoadGenerator(
            List<Connect> connects,
            List<List<Subscription>> subscriptions,
            int window,
            Network network,
            Counters counters,
            Listener listener,
            LongSupplier nanoTime) {
        this.network = network;
        this.counters = counters;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.ready = new CountDownLatch(connects.size());
        for (Loop loop : network.loops()) {
            groups.add(new LoopClients(loop, new PacketDecoder(new TopicCache(4_096)), new ArrayList<>()));
        }
        for (int i = 0; i < connects.size(); i++) {
            LoopClients group = groups.get(i % groups.size());
            List<Subscription> wanted = subscriptions.isEmpty() ? List.of() : subscriptions.get(i);
            Client client = new Client(connects.get(i), wanted, window, group);
            clients.add(client);
            group.clients().add(client);
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
        for (LoopClients group : groups) {
            group.loop()
                    .every(Duration.ofSeconds(1), () -> group.clients().forEach(client -> client.connection.tick()));
        }
        long _ = scheduler.run(clients.size(), periodNanos, new RateScheduler.Plan() {
            @Override
            public void due(long index, long plannedNanos) {
                clients.get((int) index).connect(plannedNanos, measureConnects);
            }

            @Override
            public void flush() {}
        });
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

    int loops() {
        return groups.size();
    }

    /// The loop that client number `index` lives on.
    int loopOf(int index) {
        return index % groups.size();
    }

    void execute(int loop, Runnable task) {
        groups.get(loop).loop().execute(task);
    }

    /// Publishes through client number `index`. To be called on its loop.
    void publish(int index, LoadMessage message) {
        clients.get(index).connection.publish(message);
    }

    boolean isConnected(int index) {
        return clients.get(index).accepted;
    }

    /// Says DISCONNECT everywhere and waits a moment for the ends.
    void disconnect(Duration timeout) {
        CountDownLatch told = new CountDownLatch(groups.size());
        for (LoopClients group : groups) {
            group.loop().execute(() -> {
                group.clients().forEach(Client::leave);
                told.countDown();
            });
        }
        long deadline = nanoTime.getAsLong() + timeout.toNanos();
        try {
            boolean _ = told.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
            while (open.get() > 0 && nanoTime.getAsLong() < deadline) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One connection. Confined to its loop, but for the beginning of [#connect].
    private final class Client implements LoadClientEvents {
        private final LoadClient connection;
        private final List<Subscription> wanted;
        private final LoopClients group;
        private boolean counted;
        private boolean leaving;
        private boolean measured;
        private long plannedNanos;
        private volatile boolean accepted;

        Client(Connect connect, List<Subscription> wanted, int window, LoopClients group) {
            this.wanted = wanted;
            this.group = group;
            this.connection = new LoadClient(connect, window, this, group.decoder(), nanoTime);
        }

        void connect(long planned, boolean measure) {
            group.loop().execute(() -> {
                plannedNanos = planned;
                measured = measure;
                var _ = network.connect(group.loop(), connection)
                        .whenComplete((opened, fault) -> group.loop().execute(() -> {
                            if (opened != null) {
                                open.incrementAndGet();
                                connection.opened(opened);
                            } else {
                                failed(ConnectFailure.of(fault, network.target())
                                        .text());
                            }
                        }));
            });
        }

        void leave() {
            leaving = true;
            connection.disconnect(Disconnect.NORMAL);
        }

        private void failed(String why) {
            counters.failed.increment();
            counters.reason(why);
            ready();
        }

        private void ready() {
            if (!counted) {
                counted = true;
                ready.countDown();
            }
        }

        @Override
        public void connected(ConnAck answer) {
            accepted = true;
            counters.connected.increment();
            if (measured) {
                counters.measure(nanoTime.getAsLong() - plannedNanos);
            }
            if (wanted.isEmpty()) {
                ready();
            } else {
                connection.subscribe(wanted, Properties.NONE);
            }
        }

        @Override
        public void message(Publish message) {
            listener.received(message);
        }

        @Override
        public void published(long plannedNanos, ReasonCode reason) {
            listener.done(plannedNanos, reason);
        }

        @Override
        public void subscribed(SubAck answer) {
            for (ReasonCode reason : answer.reasons()) {
                if (reason.isError()) {
                    counters.refused.increment();
                    counters.reason("subscription refused: " + reason.text());
                } else {
                    counters.subscribed.increment();
                }
            }
            ready();
        }

        @Override
        public void ended(ConnectionEnd end) {
            open.decrementAndGet();
            connection.forgetQueue();
            if (leaving) {
                return;
            }
            String why = end.text(network.target());
            if (!accepted) {
                failed(why);
                return;
            }
            accepted = false;
            counters.lost.increment();
            counters.reason(why);
            ready();
        }
    }
}
