package io.hongyan.cli.bench;

import io.hongyan.cli.mqtt.OutgoingMessage;
import io.hongyan.cli.option.QosConverter;
import io.hongyan.cli.option.Topics;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hongyan bench pub`.
@Command(
        name = "pub",
        description = "Publish from many clients at a steady rate; measures from the plan to the acknowledgement.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan bench pub -c 100 -t 'bench/%%i' -I 100 -s 64 -q 1 --warmup 5 --duration 30",
            "  hongyan bench pub -c 10 -t news --rate 50000 -L 1000000 --json"
        })
final class BenchPub implements Callable<Integer> {
    /// Memory for messages that were handed over and wait for the server.
    private static final long WAITING_BYTES = 128L << 20;

    private static final int OVERHEAD_BYTES = 256;
    private static final long GRACE_NANOS = 5_000_000_000L;

    private final Terminal terminal;

    @Mixin
    BenchOptions options = new BenchOptions();

    @Option(
            names = {"-t", "--topic"},
            required = true,
            paramLabel = "TOPIC",
            description = "Topic; %%i is the client's number, %%c its id.")
    String topic = "";

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "QOS",
            converter = QosConverter.class,
            defaultValue = "0",
            description = "Quality of service (default: 0).")
    QoS qos = QoS.AT_MOST_ONCE;

    @Option(
            names = {"-r", "--retain"},
            description = "Retain the messages.")
    boolean retain;

    @Option(
            names = {"-s", "--size"},
            paramLabel = "BYTES",
            defaultValue = "256",
            description = "Payload size; from 16 bytes on it carries the planned time (default: 256).")
    int size = 256;

    @Option(
            names = {"-I", "--interval-of-msg"},
            paramLabel = "MS",
            defaultValue = "1000",
            description = "Milliseconds between two messages of a client (default: 1000).")
    double messageInterval = 1000;

    @Option(names = "--rate", paramLabel = "N", description = "Messages a second of all clients; wins over -I.")
    @Nullable
    Double rate;

    @Option(
            names = {"-L", "--limit"},
            paramLabel = "N",
            description = "End after that many messages of all clients.")
    @Nullable
    Long limit;

    @Option(
            names = {"-F", "--inflight"},
            paramLabel = "N",
            defaultValue = "100",
            description = "Most unacknowledged messages of a client; what is planned beyond waits (default: 100).")
    int window = 100;

    BenchPub(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        options.check();
        check();
        List<Connect> connects = options.connects(terminal);
        List<Topic> topics = topics(connects);
        try (BenchRun run = new BenchRun("pub", options, terminal)) {
            Tally tally = run.tally();
            Fleet fleet = run.connect(connects, List.of(), window, new Acknowledgements(tally), false);
            AtomicBoolean over = new AtomicBoolean();
            Thread pacing = Thread.ofPlatform().daemon().name("hongyan-pacer").start(() -> {
                long _ = run.pacer()
                        .run(limit == null ? Long.MAX_VALUE : limit, periodNanos(), new Plan(fleet, topics, tally));
                over.set(true);
            });
            Grace grace = new Grace(tally);
            run.measure(() -> tally.connected.sum() == tally.lost.sum() || (over.get() && grace.isOver()));
            run.stop();
            join(pacing);
            return run.report(qos == QoS.AT_MOST_ONCE ? "messages sent" : "messages acknowledged", fleet);
        }
    }

    private void check() {
        BenchOptions.require(size >= 0 && size <= 64 << 20, "-s is 0 to 67108864 bytes, not " + size);
        BenchOptions.require(messageInterval > 0, "-I is more than 0 milliseconds, not " + messageInterval);
        BenchOptions.require(rate == null || rate > 0, "--rate is more than 0 messages a second, not " + rate);
        BenchOptions.require(limit == null || limit >= 1, "-L is 1 message or more, not " + limit);
        BenchOptions.require(window >= 1 && window <= 0xffff, "-F is 1 to 65535, not " + window);
    }

    private double periodNanos() {
        return rate != null ? 1e9 / rate : messageInterval * 1e6 / options.count;
    }

    private List<Topic> topics(List<Connect> connects) {
        List<Topic> topics = new ArrayList<>();
        int number = options.startNumber;
        for (Connect connect : connects) {
            topics.add(Topics.name("-t", TopicPattern.fill(topic, number, connect.clientId(), connect.username())));
            number++;
        }
        return topics;
    }

    private static void join(Thread pacing) {
        try {
            pacing.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// When all is published, waits a while for the last acknowledgements.
    private final class Grace {
        private final Tally tally;
        private long since = -1;

        Grace(Tally tally) {
            this.tally = tally;
        }

        boolean isOver() {
            long now = terminal.nanoTime().getAsLong();
            if (since < 0) {
                since = now;
            }
            boolean answered = tally.done.sum() + tally.refused.sum() >= tally.sent.sum();
            return answered || now - since > GRACE_NANOS;
        }
    }

    private final class Acknowledgements implements Fleet.Watch {
        private final Tally tally;

        Acknowledgements(Tally tally) {
            this.tally = tally;
        }

        @Override
        public void received(Publish message) {}

        @Override
        public void done(long plannedNanos, ReasonCode reason) {
            if (reason.isError()) {
                tally.refused.increment();
                tally.reason("message refused: " + reason.text());
            } else {
                tally.done.increment();
                tally.measure(terminal.nanoTime().getAsLong() - plannedNanos);
            }
        }
    }

    /// Message number `index` goes through client `index % count`. What is due in one moment goes to each loop in one
    /// task. Confined to the pacer's thread.
    private final class Plan implements Pacer.Plan {
        private final Fleet fleet;
        private final List<Topic> topics;
        private final Tally tally;
        private final List<List<Due>> batches = new ArrayList<>();

        /// A message that is due.
        private record Due(int client, OutgoingMessage message) {}

        Plan(Fleet fleet, List<Topic> topics, Tally tally) {
            this.fleet = fleet;
            this.topics = topics;
            this.tally = tally;
            for (int i = 0; i < fleet.loops(); i++) {
                batches.add(new ArrayList<>());
            }
        }

        @Override
        public void due(long index, long plannedNanos) {
            int client = (int) (index % fleet.size());
            long waiting = tally.sent.sum() - tally.done.sum() - tally.refused.sum();
            if (!fleet.isConnected(client) || waiting * (size + OVERHEAD_BYTES) > WAITING_BYTES) {
                tally.skipped.increment();
                return;
            }
            tally.sent.increment();
            byte[] payload = Stamp.payload(size, epochNanos(plannedNanos));
            OutgoingMessage message =
                    new OutgoingMessage(topics.get(client), payload, qos, retain, Properties.NONE, plannedNanos);
            batches.get(fleet.loopOf(client)).add(new Due(client, message));
        }

        /// The time of day of a reading of the other clock.
        private long epochNanos(long nanos) {
            Instant now = terminal.clock().instant();
            long sinceThen = terminal.nanoTime().getAsLong() - nanos;
            return now.getEpochSecond() * 1_000_000_000L + now.getNano() - sinceThen;
        }

        @Override
        public void flush() {
            for (int loop = 0; loop < batches.size(); loop++) {
                List<Due> batch = batches.get(loop);
                if (!batch.isEmpty()) {
                    batches.set(loop, new ArrayList<>());
                    fleet.execute(loop, () -> batch.forEach(due -> fleet.publish(due.client(), due.message())));
                }
            }
        }
    }
}
