package io.hongyan.cli.pubsub;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.option.ClientOptions;
import io.hongyan.cli.option.PacketProperties.Carrier;
import io.hongyan.cli.option.QosConverter;
import io.hongyan.cli.option.Topics;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.RetainHandling;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hongyan sub`: subscribes and prints, with the letters of mosquitto_sub.
@Command(
        name = "sub",
        description = "Subscribe to topics and print the messages.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan sub --data data -t 'TopicDefault/#' -v",
            "  hongyan sub --data data -t TopicDefault/kitchen -C 1 -W 5  # one message, or exit code 27 after 5 s",
            "  hongyan sub --data data -t 'TopicDefault/#' --json | jq .payload",
            "  hongyan sub --data data -t TopicDefault/kitchen -q 1 -c -i GID_default@@@7 # messages wait",
            "  hongyan sub -h broker.example.com -t photos/1 -C 1 -N > cat.jpg",
            "",
            "In profile cloud, the usual one, a topic begins with a declared one, such as TopicDefault, and a",
            "client id is GROUP@@@DEVICE.",
            "",
            "Exit codes: 0 done, 1 wrong options, 1 to 5 or 128 to 162 the server's refusal, 7 connection lost,",
            "8 TLS, 14 no connection, 27 timeout of -W."
        })
public final class SubCommand implements Callable<Integer> {
    private static final long RECONNECT_SECONDS = 1;

    private final Terminal terminal;

    @Mixin
    ClientOptions options = new ClientOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "FILTER",
            description = "Topic filter to subscribe to. May be repeated.")
    List<String> topics = new ArrayList<>();

    @Option(
            names = {"-U", "--unsubscribe"},
            paramLabel = "FILTER",
            description = "Topic filter to unsubscribe from, after -t. May be repeated.")
    List<String> unsubscribe = new ArrayList<>();

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "QOS",
            converter = QosConverter.class,
            completionCandidates = Candidates.Levels.class,
            defaultValue = "0",
            description = "Highest quality of service wished, 0, 1 or 2 (default: 0).")
    QoS qos = QoS.AT_MOST_ONCE;

    @Option(names = "--no-local", description = "5.0: own messages do not come back.")
    boolean noLocal;

    @Option(names = "--retain-as-published", description = "5.0: the retain flag stays as published.")
    boolean retainAsPublished;

    @Option(
            names = "--retain-handling",
            completionCandidates = Candidates.Levels.class,
            paramLabel = "N",
            defaultValue = "0",
            description = "5.0: send retained messages 0 always, 1 on a new subscription, 2 never (default: 0).")
    int retainHandling;

    @Option(names = "-E", description = "Exit once the subscriptions are acknowledged.")
    boolean exitWhenSubscribed;

    @Option(
            names = "-W",
            paramLabel = "SECONDS",
            description = "Exit after this time, with code 27 unless -C was reached.")
    @Nullable
    Integer timeout;

    public SubCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return options.quietly(this::run);
    }

    private int run() {
        List<Subscription> wanted = subscriptions();
        MessagePrinter printer = output.printer(terminal);
        if (timeout != null && timeout < 1) {
            throw Failure.usage("-W is 1 second or more, not " + timeout);
        }
        long deadline = timeout == null ? Long.MAX_VALUE : terminal.nanoTime().getAsLong() + timeout * 1_000_000_000L;
        ClientRun.Wishes wishes = new ClientRun.Wishes(1, Topics.listened(wanted), printer::print, removal(), null);
        boolean before = false;
        while (true) {
            try (ClientRun run = ClientRun.open(options, terminal, wishes)) {
                before = true;
                @Nullable Integer code = follow(run, wanted, deadline);
                if (code != null) {
                    return code;
                }
            } catch (Failure e) {
                if (printer.isSatisfied()) {
                    return Exit.OK; // messages of a kept session came before the answer to SUBSCRIBE
                }
                if (!before || options.noReconnect() || !isPassing(e)) {
                    throw e;
                }
                tell(e.text() + "; trying again");
            }
            if (!pause(deadline)) {
                return timedOut();
            }
        }
    }

    /// Whether a message is to be removed from the server.
    private Predicate<Publish> removal() {
        List<TopicFilter> spared = output.hidden();
        return message -> output.removeRetained
                && message.retain()
                && message.payload().length > 0
                && spared.stream().noneMatch(filter -> filter.matches(message.topic()));
    }

    /// Subscribes and prints until the end.
    ///
    /// @return the exit code, or null when the connection was lost and is to be made again
    private @Nullable Integer follow(ClientRun run, List<Subscription> wanted, long deadline) {
        if (!wanted.isEmpty()) {
            checkGranted(wanted, run.subscribe(wanted, options.properties(Carrier.SUBSCRIBE)), run.answerText());
        }
        if (!unsubscribe.isEmpty()) {
            checkEnded(run.unsubscribe(unsubscribe, options.properties(Carrier.UNSUBSCRIBE)), run.answerText());
        }
        if (exitWhenSubscribed) {
            run.disconnect();
            return Exit.OK;
        }
        try {
            MqttException cause = run.ended()
                    .get(Math.max(1, remaining(deadline)), TimeUnit.NANOSECONDS)
                    .orElse(null);
            Failure broken = run.broken();
            if (broken != null) {
                throw broken;
            }
            if (cause == null) {
                return Refusal.report(run.refusals(), "to remove a retained message", "to remove ");
            }
            if (options.noReconnect() || !RetryPolicy.mayPass(cause)) {
                throw run.failure(cause);
            }
            tell(run.failure(cause).text() + "; connecting again");
            return null;
        } catch (TimeoutException e) {
            run.disconnect();
            return timedOut();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Exit.INTERRUPTED;
        }
    }

    private static boolean isPassing(Failure failure) {
        return failure.exitCode() == Exit.UNREACHABLE || failure.exitCode() == Exit.LOST;
    }

    private List<Subscription> subscriptions() {
        String urlTopic = options.topicOfUrl();
        List<String> filters = new ArrayList<>(topics);
        if (!urlTopic.isEmpty()) {
            filters.add(urlTopic);
        }
        if (filters.isEmpty() && unsubscribe.isEmpty()) {
            throw Failure.usage("there is no topic to subscribe to: add -t FILTER");
        }
        boolean isV5 = options.server().version().isV5();
        if (!isV5 && (noLocal || retainAsPublished || retainHandling != 0)) {
            throw Failure.usage(
                    "--no-local, --retain-as-published and --retain-handling are of MQTT 5.0: leave out -V");
        }
        RetainHandling handling = switch (retainHandling) {
            case 0 -> RetainHandling.SEND;
            case 1 -> RetainHandling.SEND_IF_NEW;
            case 2 -> RetainHandling.DO_NOT_SEND;
            default -> throw Failure.usage("--retain-handling is 0, 1 or 2, not " + retainHandling);
        };
        List<Subscription> wanted = new ArrayList<>();
        for (String filter : filters) {
            TopicFilter checked = Topics.filter("-t", filter);
            if (noLocal && checked.isShared()) {
                throw Failure.usage("--no-local does not go with the shared subscription '" + filter + "'");
            }
            wanted.add(new Subscription(filter, qos, noLocal, retainAsPublished, handling));
        }
        for (String filter : unsubscribe) {
            var _ = Topics.filter("-U", filter);
        }
        return wanted;
    }

    /// Says which filters were refused; that is fatal only when nothing was granted.
    private void checkGranted(List<Subscription> wanted, List<ReasonCode> answers, @Nullable String said) {
        int refused = 0;
        for (int i = 0; i < wanted.size() && i < answers.size(); i++) {
            ReasonCode reason = answers.get(i);
            if (reason.isError()) {
                refused++;
                tell("the server refused the subscription to '" + wanted.get(i).filter() + "': "
                        + Refusal.text(reason, said));
            }
        }
        if (refused == wanted.size()) {
            throw new Failure(answers.getFirst().code(), "the server granted no subscription");
        }
    }

    private void checkEnded(List<ReasonCode> answers, @Nullable String said) {
        for (int i = 0; i < unsubscribe.size() && i < answers.size(); i++) {
            ReasonCode reason = answers.get(i);
            if (reason.isError()) {
                tell("the server refused to end the subscription to '" + unsubscribe.get(i) + "': "
                        + Refusal.text(reason, said));
            }
        }
    }

    private boolean pause(long deadline) {
        try {
            TimeUnit.NANOSECONDS.sleep(Math.min(TimeUnit.SECONDS.toNanos(RECONNECT_SECONDS), remaining(deadline)));
            return remaining(deadline) > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.INTERRUPTED, "interrupted");
        }
    }

    private long remaining(long deadline) {
        return deadline == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : deadline - terminal.nanoTime().getAsLong();
    }

    private int timedOut() {
        tell("timed out");
        return Exit.TIMEOUT;
    }

    private void tell(String line) {
        if (!options.quiet()) {
            terminal.err().println(line);
        }
    }
}
