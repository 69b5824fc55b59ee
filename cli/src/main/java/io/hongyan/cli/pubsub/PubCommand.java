package io.hongyan.cli.pubsub;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.option.ClientOptions;
import io.hongyan.cli.option.PacketProperties.Carrier;
import io.hongyan.cli.option.QosConverter;
import io.hongyan.cli.option.Topics;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hongyan pub`: publishes, with the letters of mosquitto_pub.
@Command(
        name = "pub",
        description = "Publish messages.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan pub --data data -t TopicDefault/kitchen -m 21.5",
            "  hongyan pub --data data -t TopicDefault/kitchen -m 21.5 -q 1 -r       # kept for later subscribers",
            "  tail -f app.log | hongyan pub --data data -t TopicDefault/log -l -q 1 # a message a line",
            "  hongyan pub -h broker.example.com -t photos/1 -f cat.jpg -D publish content-type image/jpeg",
            "  hongyan pub -t TopicA/p2p/GID_Test@@@0001 -m hi --group GID_Test \\",
            "          --ak YYYYY --sk XXXXX --instance mqtt-xxxxx",
            "",
            "In profile cloud, the usual one, a topic begins with a declared one, such as TopicDefault.",
            "Exit codes: 0 done, 1 wrong options, 1 to 5 or 128 to 162 the server's refusal, 7 connection lost,",
            "8 TLS, 14 no connection."
        })
public final class PubCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    ClientOptions options = new ClientOptions();

    @Mixin
    PayloadOptions payload = new PayloadOptions();

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC",
            description = "Topic to publish to.")
    @Nullable
    String topic;

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "QOS",
            converter = QosConverter.class,
            completionCandidates = Candidates.Levels.class,
            defaultValue = "0",
            description = "Quality of service, 0, 1 or 2 (default: 0).")
    QoS qos = QoS.AT_MOST_ONCE;

    @Option(
            names = {"-r", "--retain"},
            description = "Retain the message.")
    boolean retain;

    @Option(
            names = {"-l", "--stdin-line"},
            description = "Each line of standard input is a message.")
    boolean lines;

    @Option(
            names = {"-M", "--max-inflight"},
            paramLabel = "COUNT",
            defaultValue = "20",
            description = "Most unacknowledged messages of QoS 1 and 2, 1 to 1000 (default: 20); before 5.0 a server "
                    + "may lose what is beyond its own bound, which often is 20.")
    int window = 20;

    @Option(
            names = "--repeat",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "Publish the message that often (default: 1).")
    int repeat = 1;

    @Option(
            names = "--repeat-delay",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Pause between repeats, such as 0.5 (default: 0).")
    double repeatDelay;

    public PubCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return options.quietly(this::run);
    }

    private int run() {
        String name = options.topic(topic, "to publish to");
        Topic destination = Topics.name("-t", name);
        checkSources();
        byte[] single = lines ? null : payload.bytes(terminal, "-m TEXT, -f FILE, -l, -s, or -n");
        boolean persist = single == null && qos != QoS.AT_MOST_ONCE && !options.noReconnect();
        ClientRun.Wishes wishes =
                new ClientRun.Wishes(window, List.of(), any -> true, any -> false, persist ? this::tell : null);
        try (ClientRun run = ClientRun.open(options, terminal, wishes)) {
            List<PublishOutcome.Refused> refusals = published(run, destination, single);
            run.disconnect();
            return Refusal.report(refusals, "the message", "");
        }
    }

    /// QoS 0 has no acknowledgement, so that a server which does not want such a message can only end the connection.
    ///
    /// @param single the only payload; null for one a line
    private List<PublishOutcome.Refused> published(ClientRun run, Topic destination, byte @Nullable [] single) {
        try {
            if (single == null) {
                Payloads.lines(terminal.in(), line -> run.publish(outgoing(destination, line)));
            } else {
                publishRepeatedly(run, outgoing(destination, single));
            }
            List<PublishOutcome.Refused> refusals = run.awaitPublished();
            if (qos == QoS.AT_MOST_ONCE) {
                run.awaitProcessed();
            }
            return refusals;
        } catch (Failure e) {
            throw qos == QoS.AT_MOST_ONCE && e.exitCode() == Exit.LOST
                    ? new Failure(Exit.LOST, e.text() + "; it may not want the message: with -q 1 and 5.0 it says why")
                    : e;
        }
    }

    private void checkSources() {
        if (payload.sources() + (lines ? 1 : 0) > 1) {
            throw Failure.usage("the payload comes from one place: give one of -m, -f, -l, -s and -n");
        }
        if (window < 1 || window > 1_000) {
            throw Failure.usage("-M is 1 to 1000 messages, not " + window);
        }
        if (repeat < 1) {
            throw Failure.usage("--repeat is 1 or more, not " + repeat);
        }
        if (lines && repeat > 1) {
            throw Failure.usage("--repeat does not go with -l");
        }
        if (!(repeatDelay >= 0 && repeatDelay <= 86_400)) {
            throw Failure.usage("--repeat-delay is 0 to 86400 seconds, not " + repeatDelay);
        }
    }

    private Message outgoing(Topic destination, byte[] payload) {
        try {
            return new Message(
                    destination,
                    payload,
                    qos,
                    retain,
                    options.properties(Carrier.PUBLISH).without(Property.TOPIC_ALIAS)); // the client numbers them
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private void publishRepeatedly(ClientRun run, Message message) {
        for (int i = 0; i < repeat; i++) {
            if (i > 0 && repeatDelay > 0) {
                pause();
            }
            run.publish(message);
        }
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep((long) (repeatDelay * 1e9));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.INTERRUPTED, "interrupted");
        }
    }

    private void tell(String line) {
        if (!options.quiet()) {
            terminal.err().println(line);
        }
    }
}
