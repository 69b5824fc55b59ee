package io.hongyan.cli.bench;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.option.QosConverter;
import io.hongyan.cli.option.Topics;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.client.message.Delivery;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hongyan bench sub`.
@Command(
        name = "sub",
        description = "Subscribe with many clients; measures from the planned time in the payload to the arrival.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan bench sub -c 100 -t 'bench/%%i' -q 1 --duration 30 --json",
            "  hongyan bench sub -c 1000 -t news -L 1000000"
        })
final class BenchSub implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    BenchOptions options = new BenchOptions();

    @Option(
            names = {"-t", "--topic"},
            required = true,
            paramLabel = "FILTER",
            description = "Topic filter; %%i is the client's number, %%c its id. May be repeated.")
    List<String> topics = new ArrayList<>();

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "QOS",
            converter = QosConverter.class,
            completionCandidates = Candidates.Levels.class,
            defaultValue = "0",
            description = "Quality of service (default: 0).")
    QoS qos = QoS.AT_MOST_ONCE;

    @Option(
            names = {"-L", "--limit"},
            paramLabel = "N",
            description = "End after that many messages.")
    @Nullable
    Long limit;

    BenchSub(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        options.check();
        BenchOptions.require(limit == null || limit >= 1, "-L is 1 message or more, not " + limit);
        List<ClientIdentity> identities = options.identities(terminal);
        List<List<Subscription>> subscriptions = subscriptions(identities);
        try (BenchRun run = new BenchRun("sub", options, terminal)) {
            Counters counters = run.counters();
            LoadGenerator generator = run.connect(identities, subscriptions, 1, new Arrivals(counters), false);
            run.measure(() -> (limit != null && counters.received.sum() >= limit)
                    || counters.connected.sum() == counters.lost.sum());
            return run.report("messages received", generator);
        }
    }

    private List<List<Subscription>> subscriptions(List<ClientIdentity> identities) {
        List<List<Subscription>> all = new ArrayList<>();
        for (ClientIdentity identity : identities) {
            List<Subscription> wanted = new ArrayList<>();
            for (String topic : topics) {
                wanted.add(new Subscription(
                        Topics.filter("-t", identity.fill(topic)).text(), qos));
            }
            all.add(wanted);
        }
        return all;
    }

    private final class Arrivals implements LoadGenerator.Listener {
        private final Counters counters;

        Arrivals(Counters counters) {
            this.counters = counters;
        }

        @Override
        public void received(Delivery message) {
            counters.received.increment();
            long planned = PayloadTimestamp.plannedEpochNanos(message.payload());
            if (planned < 0) {
                counters.measureUntimed();
            } else {
                Instant now = terminal.clock().instant();
                counters.measure(now.getEpochSecond() * 1_000_000_000L + now.getNano() - planned);
            }
        }

        @Override
        public void done(long plannedNanos, ReasonCode reason) {}
    }
}
