package io.hongyan.cli.bench;

import io.hongyan.cli.mqtt.BlockingClient;
import io.hongyan.cli.mqtt.CliClient;
import io.hongyan.cli.mqtt.ClientEnd;
import io.hongyan.cli.mqtt.ClientEvents;
import io.hongyan.cli.mqtt.Dialer;
import io.hongyan.cli.mqtt.OutgoingMessage;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.UnsubAck;
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
final class Fleet {
    /// What is counted beside the numbers of a [Tally]. Called on the loops.
    interface Watch {
        /// A message arrived.
        void received(Publish message);

        /// A message given to [Fleet#publish] is done.
        void done(long stamp, ReasonCode reason);
    }

    /// The clients of one loop.
    private record Crew(Loop loop, PacketDecoder decoder, List<Member> members) {}

    private final List<Crew> crews = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final Dialer dialer;
    private final Tally tally;
    private final Watch watch;
    private final LongSupplier nanoTime;
    private final CountDownLatch ready;
    private final AtomicInteger open = new AtomicInteger();

    /// @param window the most unacknowledged messages of a client
    Fleet(
            List<Connect> connects,
            List<List<Subscription>> subscriptions,
            int window,
            Dialer dialer,
            List<Loop> loops,
            Tally tally,
            Watch watch,
            LongSupplier nanoTime) {
        this.dialer = dialer;
        this.tally = tally;
        this.watch = watch;
        this.nanoTime = nanoTime;
        this.ready = new CountDownLatch(connects.size());
        for (Loop loop : loops) {
            crews.add(new Crew(loop, new PacketDecoder(new TopicCache(4_096)), new ArrayList<>()));
        }
        for (int i = 0; i < connects.size(); i++) {
            Crew crew = crews.get(i % crews.size());
            List<Subscription> wanted = subscriptions.isEmpty() ? List.of() : subscriptions.get(i);
            Member member = new Member(connects.get(i), wanted, window, crew);
            members.add(member);
            crew.members().add(member);
        }
    }

    /// Connects all clients, each at its planned time, and waits until each has succeeded, with its subscriptions, or
    /// failed.
    ///
    /// @param measureConnects whether the time from the plan to CONNACK is what is measured
    void connect(Pacer pacer, double periodNanos, boolean measureConnects, CountDownLatch stop, Duration timeout) {
        for (Crew crew : crews) {
            crew.loop().every(Duration.ofSeconds(1), () -> crew.members().forEach(member -> member.client.tick()));
        }
        long _ = pacer.run(members.size(), periodNanos, new Pacer.Plan() {
            @Override
            public void due(long index, long plannedNanos) {
                members.get((int) index).connect(plannedNanos, measureConnects);
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
        return members.size();
    }

    int loops() {
        return crews.size();
    }

    /// The loop that client number `index` lives on.
    int loopOf(int index) {
        return index % crews.size();
    }

    void execute(int loop, Runnable task) {
        crews.get(loop).loop().execute(task);
    }

    /// Publishes through client number `index`. To be called on its loop.
    void publish(int index, OutgoingMessage message) {
        members.get(index).client.publish(message);
    }

    boolean isConnected(int index) {
        return members.get(index).accepted;
    }

    /// Says DISCONNECT everywhere and waits a moment for the ends.
    void disconnect(Duration timeout) {
        CountDownLatch told = new CountDownLatch(crews.size());
        for (Crew crew : crews) {
            crew.loop().execute(() -> {
                crew.members().forEach(Member::leave);
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

    /// One client. Confined to its loop, but for the beginning of [#connect].
    private final class Member implements ClientEvents {
        private final CliClient client;
        private final Connect connect;
        private final List<Subscription> wanted;
        private final Crew crew;
        private boolean counted;
        private boolean leaving;
        private boolean measured;
        private long plannedNanos;
        private volatile boolean accepted;

        Member(Connect connect, List<Subscription> wanted, int window, Crew crew) {
            this.connect = connect;
            this.wanted = wanted;
            this.crew = crew;
            this.client = new CliClient(connect, window, this, crew.decoder(), nanoTime);
        }

        void connect(long planned, boolean measure) {
            crew.loop().execute(() -> {
                plannedNanos = planned;
                measured = measure;
                var _ = dialer.dial(crew.loop(), client)
                        .whenComplete((connection, fault) -> crew.loop().execute(() -> {
                            if (connection != null) {
                                open.incrementAndGet();
                                client.opened(connection);
                            } else {
                                failed(BlockingClient.unreachable(fault, dialer.target())
                                        .text());
                            }
                        }));
            });
        }

        void leave() {
            leaving = true;
            client.disconnect(Disconnect.NORMAL);
        }

        private void failed(String why) {
            tally.failed.increment();
            tally.reason(why);
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
            tally.connected.increment();
            if (measured) {
                tally.measure(nanoTime.getAsLong() - plannedNanos);
            }
            if (wanted.isEmpty()) {
                ready();
            } else {
                client.subscribe(wanted, Properties.NONE);
            }
        }

        @Override
        public void message(Publish message) {
            watch.received(message);
        }

        @Override
        public void published(long stamp, ReasonCode reason) {
            watch.done(stamp, reason);
        }

        @Override
        public void subscribed(SubAck answer) {
            for (ReasonCode reason : answer.reasons()) {
                if (reason.isError()) {
                    tally.refused.increment();
                    tally.reason("subscription refused: " + reason.text());
                } else {
                    tally.subscribed.increment();
                }
            }
            ready();
        }

        @Override
        public void unsubscribed(UnsubAck answer) {}

        @Override
        public void ended(ClientEnd end) {
            open.decrementAndGet();
            client.forgetQueue();
            if (leaving) {
                return;
            }
            Failure failure = BlockingClient.failure(end, connect.version(), dialer.target());
            if (!accepted) {
                failed(failure == null ? "closed" : failure.text());
                return;
            }
            accepted = false;
            tally.lost.increment();
            tally.reason(failure == null ? "closed" : failure.text());
            ready();
        }
    }
}
