package io.hongyan.cli.bench;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.option.QosConverter;
import io.hongyan.cli.option.Topics;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.time.Instant;
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
            completionCandidates = Candidates.Levels.class,
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
        List<ClientIdentity> identities = options.identities(terminal);
        List<Topic> topics = topics(identities);
        try (BenchRun run = new BenchRun("pub", options, terminal)) {
            Counters counters = run.counters();
            LoadGenerator generator = run.connect(identities, List.of(), window, new Acknowledgements(counters), false);
            AtomicBoolean over = new AtomicBoolean();
            Thread scheduling = Thread.ofPlatform()
                    .daemon()
                    .name("hongyan-schedule")
                    .start(() -> {
                        long _ = run.scheduler()
                                .run(
                                        limit == null ? Long.MAX_VALUE : limit,
                                        periodNanos(),
                                        new Plan(generator, topics, counters));
                        over.set(true);
                    });
            LastAcknowledgements last = new LastAcknowledgements(counters);
            run.measure(() -> counters.connected.sum() == counters.lost.sum() || (over.get() && last.isOver()));
            run.stop();
            join(scheduling);
            return run.report(qos == QoS.AT_MOST_ONCE ? "messages sent" : "messages acknowledged", generator);
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

    private List<Topic> topics(List<ClientIdentity> identities) {
        return identities.stream()
                .map(identity -> Topics.name("-t", identity.fill(topic)))
                .toList();
    }

    private static void join(Thread scheduling) {
        try {
            scheduling.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// When all is published, waits a while for the last acknowledgements.
    private final class LastAcknowledgements {
        private final Counters counters;
        private long since = -1;

        LastAcknowledgements(Counters counters) {
            this.counters = counters;
        }

        boolean isOver() {
            long now = terminal.nanoTime().getAsLong();
            if (since < 0) {
                since = now;
            }
            boolean answered = counters.done.sum() + counters.refused.sum() >= counters.sent.sum();
            return answered || now - since > GRACE_NANOS;
        }
    }

    private final class Acknowledgements implements LoadGenerator.Listener {
        private final Counters counters;

        Acknowledgements(Counters counters) {
            this.counters = counters;
        }

        @Override
        public void received(Delivery message) {}

        @Override
        public void done(long plannedNanos, ReasonCode reason) {
            if (reason.isError()) {
                counters.refused.increment();
                counters.reason("message refused: " + reason.text());
            } else {
                counters.done.increment();
                counters.measure(terminal.nanoTime().getAsLong() - plannedNanos);
            }
        }
    }

    /// Message number `index` goes through client `index % count`. Confined to the scheduling thread.
    private final class Plan implements RateScheduler.Plan {
        private final LoadGenerator generator;
        private final List<Topic> topics;
        private final Counters counters;

        Plan(LoadGenerator generator, List<Topic> topics, Counters counters) {
            this.generator = generator;
            this.topics = topics;
            this.counters = counters;
        }

        @Override
        public void due(long index, long plannedNanos) {
            int client = (int) (index % generator.size());
            long waiting = counters.sent.sum() - counters.done.sum() - counters.refused.sum();
            if (!generator.isConnected(client) || waiting * (size + OVERHEAD_BYTES) > WAITING_BYTES) {
                counters.skipped.increment();
                return;
            }
            counters.sent.increment();
            byte[] payload = PayloadTimestamp.payload(size, epochNanos(plannedNanos));
            Message message = new Message(topics.get(client), payload, qos, retain, Properties.NONE);
            generator.publish(client, message, plannedNanos);
        }

        /// The time of day of a reading of the other clock.
        private long epochNanos(long nanos) {
            Instant now = terminal.clock().instant();
            long sinceThen = terminal.nanoTime().getAsLong() - nanos;
            return now.getEpochSecond() * 1_000_000_000L + now.getNano() - sinceThen;
        }
    }
}
