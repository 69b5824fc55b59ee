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
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hongyan rr`: sends a request and prints the response, with the letters of mosquitto_rr.
///
/// Over 5.0 the request carries correlation data, and a response with other data is that of another request. One
/// without any is taken, because before 5.0 there are none, and not every responder sends them back.
@Command(
        name = "rr",
        description = "Send a request and print the response.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan rr --data data -t TopicDefault/pump/1 -e TopicDefault/answers/1 -m status -W 5",
            "  hongyan rr -h broker.example.com -t jobs -e answers/me -f job.json -q 1 --json",
            "",
            "In profile cloud, the usual one, topics begin with a declared one, such as TopicDefault.",
            "Exit codes: 0 done, 1 wrong options, 1 to 5 or 128 to 162 the server's refusal, 7 connection lost,",
            "8 TLS, 14 no connection, 27 timeout of -W."
        })
public final class RrCommand implements Callable<Integer> {
    private static final int CORRELATION_BYTES = 16;

    private final Terminal terminal;

    @Mixin
    ClientOptions options = new ClientOptions();

    @Mixin
    PayloadOptions payload = new PayloadOptions();

    @Mixin
    LayoutOptions layout = new LayoutOptions();

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC",
            description = "Topic of the request.")
    @Nullable
    String topic;

    @Option(names = "-e", paramLabel = "TOPIC", description = "Topic of the response.")
    @Nullable
    String responseTopic;

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "QOS",
            converter = QosConverter.class,
            completionCandidates = Candidates.Levels.class,
            defaultValue = "0",
            description = "Quality of service of request and response, 0, 1 or 2 (default: 0).")
    QoS qos = QoS.AT_MOST_ONCE;

    @Option(names = "-R", description = "A retained message is no response.")
    boolean noRetained;

    @Option(
            names = "-W",
            paramLabel = "SECONDS",
            description = "Exit after this time without a response, with code 27 (default: wait for ever).")
    @Nullable
    Integer timeout;

    public RrCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return options.quietly(this::run);
    }

    private int run() {
        String name = options.topic(topic, "for the request");
        if (responseTopic == null) {
            throw Failure.usage("there is no topic for the response: add -e TOPIC");
        }
        if (payload.sources() > 1) {
            throw Failure.usage("the payload comes from one place: give one of -m, -f, -s and -n");
        }
        if (timeout != null && timeout < 1) {
            throw Failure.usage("-W is 1 second or more, not " + timeout);
        }
        byte[] bytes = payload.bytes(terminal, "-m TEXT, -f FILE, -s, or -n");
        String response = Topics.name("-e", responseTopic).toString();
        Message request = request(name, bytes, response);
        MessageLayout printed = layout.layout(terminal);
        List<Subscription> wanted = List.of(new Subscription(response, qos));
        ClientRun.Wishes wishes = new ClientRun.Wishes(
                1, Topics.listened(wanted), message -> take(message, request, printed), any -> false, null);
        long deadline = terminal.nanoTime().getAsLong() + TimeUnit.SECONDS.toNanos(timeout == null ? 0 : timeout);
        try (ClientRun run = ClientRun.open(options, terminal, wishes)) {
            ReasonCode granted =
                    run.subscribe(wanted, options.properties(Carrier.SUBSCRIBE)).getFirst();
            if (granted.isError()) {
                throw new Failure(
                        granted.code(),
                        "the server refused the subscription to '" + response + "': "
                                + Refusal.text(granted, run.answerText()));
            }
            run.publish(request);
            return await(run, deadline);
        }
    }

    private Message request(String name, byte[] bytes, String response) {
        Properties.Builder properties = options.properties(Carrier.PUBLISH).without(Property.TOPIC_ALIAS).toBuilder();
        Properties given = properties.build();
        if (options.server().version().isV5()) {
            if (given.has(Property.RESPONSE_TOPIC)) {
                throw Failure.usage("-e names the response topic: leave out -D publish response-topic");
            }
            properties.set(Property.RESPONSE_TOPIC, response);
            if (!given.has(Property.CORRELATION_DATA)) {
                byte[] correlation = new byte[CORRELATION_BYTES];
                terminal.random().nextBytes(correlation);
                properties.set(Property.CORRELATION_DATA, correlation);
            }
        }
        return new Message(Topics.name("-t", name), bytes, qos, false, properties.build());
    }

    /// Prints a message if it is the response.
    ///
    /// @return whether to go on waiting
    private boolean take(Publish message, Message request, MessageLayout printed) {
        byte[] correlation = message.properties().binary(Property.CORRELATION_DATA);
        boolean ofAnother = correlation != null
                && !Arrays.equals(correlation, request.properties().binary(Property.CORRELATION_DATA));
        if (ofAnother
                || (noRetained && message.retain())
                || !message.topic().toString().equals(responseTopic)) {
            return true;
        }
        byte[] bytes = printed.bytes(message, terminal.clock().instant());
        if (bytes.length > 0) {
            terminal.print(bytes);
        }
        return false;
    }

    private int await(ClientRun run, long deadline) {
        try {
            CompletableFuture<Object> over = CompletableFuture.anyOf(run.ended(), run.refused());
            long remaining = Math.max(1, deadline - terminal.nanoTime().getAsLong());
            Object _ = timeout == null ? over.get() : over.get(remaining, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            run.disconnect();
            throw new Failure(Exit.TIMEOUT, "no response on '" + responseTopic + "' within " + timeout + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Exit.INTERRUPTED;
        }
        Failure broken = run.broken();
        if (broken != null) {
            throw broken;
        }
        if (!run.ended().isDone()) {
            return Refusal.report(run.refusals(), "the request", "");
        }
        MqttException cause = run.ended().resultNow().orElse(null);
        if (cause != null) {
            throw run.failure(cause);
        }
        return Exit.OK;
    }
}
