package io.hongyan.bridge.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.hongyan.rocketmq.server.RocketMq;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.common.message.MessageClientIDSetter;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Measures the whole way from devices (`hongyan bench pub`, QoS 1, 64 bytes) through a rule to a consumer of RocketMQ,
/// all on this machine, beside the same load without a rule:
/// `mvn -pl bridge-rocketmq -am test -Dtest=RuleMeasurement -Dsurefire.failIfNoSpecifiedTests=false`. The service is
/// built by `./hongyan` before.
@ExtendWith(WithRocketMq.class)
class RuleMeasurement {
    private static final System.Logger LOG = System.getLogger(RuleMeasurement.class.getName());
    private static final int QUEUES = 4;
    private static final int SECONDS = 15;
    private static final int WARM_UP_SECONDS = 4;
    private static final int WARM_UP_RATE = 20_000;
    private static final int DEVICES = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RocketMq rocketMq;
    private final Business business;
    private final Path program = Path.of(System.getProperty("basedir", "."))
            .toAbsolutePath()
            .getParent()
            .resolve("hongyan");
    private final Path data = Business.folder("measurement").resolve("data");
    private final AtomicInteger received = new AtomicInteger();
    private final int[] delays = new int[5_000_000];
    private final List<Process> started = new ArrayList<>();

    RuleMeasurement(RocketMq rocketMq, Business business) {
        this.rocketMq = rocketMq;
        this.business = business;
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroy);
        started.forEach(process -> process.onExit().join());
    }

    @Test
    void from_devices_to_a_consumer() throws Exception {
        String topic = business.topic(QUEUES);
        Process service = serve();
        run("admin", "rocketmq", "create", "main", "--address", rocketMq.nameServer());
        run(
                "admin",
                "rule",
                "create",
                "out",
                "--kind",
                "outbound",
                "--resource",
                "out",
                "--connection",
                "main",
                "--topic",
                topic);
        DefaultMQPushConsumer consumer = consumer(topic);
        load("free", WARM_UP_RATE);
        load("out", WARM_UP_RATE);
        drained();
        for (int rate : new int[] {2_000, 5_000, 20_000}) {
            measure(service, "without a rule", "free", rate);
            measure(service, "with a rule", "out", rate);
        }
        rocketMq.stopBroker();
        measure(service, "RocketMQ stopped, without a rule", "free", 5_000);
        measure(service, "RocketMQ stopped, with a rule", "out", 5_000);
        rocketMq.continueBroker();
        drained();
        LOG.log(System.Logger.Level.INFO, "nothing waits");
        consumer.shutdown();
    }

    private Process serve() throws Exception {
        Process service = start(
                "serve",
                "--profile",
                "open",
                "--allow-anonymous",
                "--bind",
                "127.0.0.1",
                "--tcp-port",
                Integer.toString(freePort()),
                "--tls-port",
                "0",
                "--ws-port",
                "0",
                "--wss-port",
                "0",
                "--amqp-port",
                "0",
                "--amqps-port",
                "0",
                "--metrics-port",
                "0");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(data.resolve("runtime.json"))
                        && Files.readString(data.resolve("runtime.json")).contains("\"ports\""));
        return service;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private Process start(String... words) throws IOException {
        Process process = new ProcessBuilder(command(words))
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling("output.txt").toFile())
                .start();
        started.add(process);
        return process;
    }

    private String run(String... words) throws Exception {
        Process process = new ProcessBuilder(command(words))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", words) + " ends with " + process.exitValue() + output);
        }
        return output;
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(Arrays.asList(words));
        if (!words[0].equals("bench")) {
            command.add("--data");
            command.add(data.toString());
        }
        return command;
    }

    /// @return what the program printed
    private String load(String topic, int rate) throws Exception {
        String port = number(Files.readString(data.resolve("runtime.json")), "\"tcp\" : (\\d+)");
        return run(
                "bench",
                "pub",
                "-h",
                "127.0.0.1",
                "-p",
                port,
                "-c",
                Integer.toString(DEVICES),
                "-R",
                "1000",
                "-t",
                topic + "/%i",
                "-q",
                "1",
                "-s",
                "64",
                "--rate",
                Integer.toString(rate),
                "--warmup",
                Integer.toString(WARM_UP_SECONDS),
                "--duration",
                Integer.toString(SECONDS),
                "--json");
    }

    private void measure(Process service, String what, String topic, int rate) throws Exception {
        int before = received.get();
        Duration cpu = service.info().totalCpuDuration().orElseThrow();
        String output = load(topic, rate);
        int sent = Integer.parseInt(number(output, "\"done\":(\\d+)"));
        boolean arrives = topic.equals("out") && !what.contains("stopped");
        if (arrives) {
            await().atMost(PATIENCE).until(() -> received.get() - before >= sent);
        }
        double micros =
                service.info().totalCpuDuration().orElseThrow().minus(cpu).toNanos() / 1e3 / sent;
        LOG.log(
                System.Logger.Level.INFO,
                "%s, %,d/s wanted: %s/s, %.1f us of CPU a message, PUBACK p50 %s us, p99 %s us%s"
                        .formatted(
                                what,
                                rate,
                                number(output, "\"rate\":([0-9.]+)"),
                                micros,
                                number(output, "\"p50\":(\\d+)"),
                                number(output, "\"p99\":(\\d+)"),
                                arrives ? ", consumer " + percentiles(before) : ""));
    }

    private static String number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return found.group(1);
    }

    private String percentiles(int from) {
        int[] all = Arrays.copyOfRange(delays, from, received.get());
        Arrays.sort(all);
        return "p50 " + all[all.length / 2] + " ms, p99 " + all[(int) (all.length * 0.99)] + " ms";
    }

    @SuppressWarnings("JavaUtilDate") // RocketMQ's tool has it so
    private static long made(MessageExt message) {
        return MessageClientIDSetter.getNearlyTimeFromID(message.getMsgId()).getTime();
    }

    /// Remembers of each message how long after its arrival at the service it came: its id has the millisecond.
    private DefaultMQPushConsumer consumer(String topic) throws Exception {
        var consumer = new DefaultMQPushConsumer(Business.name("measurement"));
        consumer.setNamesrvAddr(rocketMq.nameServer());
        consumer.setConsumeMessageBatchMaxSize(256);
        consumer.setPullBatchSize(256);
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            long now = System.currentTimeMillis();
            for (MessageExt message : messages) {
                delays[received.getAndIncrement()] = (int) (now - made(message));
            }
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.subscribe(topic, "*");
        consumer.start();
        return consumer;
    }

    private void drained() throws Exception {
        await().atMost(PATIENCE)
                .until(() -> number(run("admin", "rule", "show", "out", "--json"), "\"waiting\" *: *(\\d+)")
                        .equals("0"));
    }
}
