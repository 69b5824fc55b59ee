import com.alibaba.mqtt.server.ServerConsumer;
import com.alibaba.mqtt.server.ServerProducer;
import com.alibaba.mqtt.server.callback.SendCallback;
import com.alibaba.mqtt.server.common.SendResult;
import com.alibaba.mqtt.server.config.ChannelConfig;
import com.alibaba.mqtt.server.config.ConsumerConfig;
import com.alibaba.mqtt.server.config.ProducerConfig;
import com.alibaba.mqtt.server.model.MessageProperties;
import com.alibaba.mqtt.server.model.StatusNotice;
import com.alibaba.mqtt.server.model.StringPair;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// A business system with the server SDK of the cloud service, which is unchanged. Arguments:
///
/// ```
/// publish HOST PORT INSTANCE ACCESSKEY SECRET TOPIC COUNT [async] [size=BYTES] [expiry=SECONDS] [type=TEXT]
///                                                         [user=KEY:VALUE]...
/// consume HOST PORT INSTANCE ACCESSKEY SECRET PARENT[,PARENT]... [throw=TEXT]... [wait=SECONDS] [hold]
/// status  HOST PORT INSTANCE ACCESSKEY SECRET GROUP[,GROUP]...
/// ```
///
/// and, for all of them, `[custom]` (a custom identity instead of an AccessKey), `[heartbeat=SECONDS]`,
/// `[recovery=MILLISECONDS]` (before it connects again) and, for those that get something, `[threads=NUMBER]` and
/// `[count=NUMBER]`.
///
/// `publish` sends `message 1` to `message COUNT`, filled up with dots to the size, and prints `sent ID TEXT` or
/// `failed TEXT CAUSE` for each; it ends after the last. With COUNT 0 it sends what it reads: lines of a topic and a
/// text. `consume` prints `consumed`, `status` prints `notice`, and then a tab and `name=value` for each fact; they end
/// after `count`, whose last may not be acknowledged. What is of `throw` throws in the listener after it was printed,
/// `wait` keeps the listener that long, `hold` for ever: the SDK acknowledges what a listener has returned from, so
/// that nothing is acknowledged.
///
/// It prints `ready` when it has begun, before that `refused NAME CAUSE` for each subscription that the server does not
/// want, and `cannot start CAUSE` when it cannot connect. It stops the SDK and ends when the
/// standard input does: the SDK has threads that would keep it alive.
///
/// It is run from its source, with the jars of the SDK.
final class ServerSdkProgram {
    private static final int ARGUMENTS = 7;
    private static final int LONGEST_TEXT = 200;

    private final List<String> arguments;
    private final AtomicLong got = new AtomicLong();
    private final CountDownLatch enough = new CountDownLatch(1);

    private ServerSdkProgram(List<String> arguments) {
        this.arguments = arguments;
    }

    public static void main(String[] args) {
        ServerSdkProgram program = new ServerSdkProgram(List.of(args));
        try {
            switch (args[0]) {
                case "publish" -> program.publish();
                case "consume", "status" -> program.receive();
                default -> throw new IllegalArgumentException("publish, consume or status, not " + args[0]);
            }
            System.exit(0);
        } catch (Throwable e) {
            print("cannot start " + cause(e));
            e.printStackTrace();
            System.exit(1);
        }
    }

    private List<String> options(String name) {
        return arguments.stream()
                .skip(ARGUMENTS)
                .filter(each -> each.startsWith(name + "="))
                .map(each -> each.substring(name.length() + 1))
                .toList();
    }

    private String option(String name, String otherwise) {
        List<String> given = options(name);
        return given.isEmpty() ? otherwise : given.getLast();
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(option(name, Integer.toString(otherwise)));
    }

    private boolean is(String name) {
        return arguments.subList(ARGUMENTS, arguments.size()).contains(name);
    }

    private ChannelConfig channel() {
        ChannelConfig channel = new ChannelConfig();
        channel.setDomain(arguments.get(1));
        channel.setPort(Integer.parseInt(arguments.get(2)));
        channel.setInstanceId(arguments.get(3));
        channel.setAccessKey(arguments.get(4));
        channel.setSecretKey(arguments.get(5));
        channel.setCustomAuth(is("custom"));
        channel.setRequestedHeartbeat(number("heartbeat", channel.getRequestedHeartbeat()));
        channel.setNetworkRecoveryInterval(number("recovery", (int) channel.getNetworkRecoveryInterval()));
        return channel;
    }

    private void publish() throws Exception {
        ServerProducer producer = new ServerProducer(channel(), new ProducerConfig());
        producer.start();
        print("ready");
        int count = Integer.parseInt(arguments.get(ARGUMENTS));
        CountDownLatch answers = new CountDownLatch(count);
        for (int i = 1; i <= count; i++) {
            send(producer, arguments.get(6), text("message " + i), answers);
        }
        if (count == 0) {
            BufferedReader lines = input();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 2);
                send(producer, words[0], text(words[1]), answers);
            }
        } else {
            Thread.ofPlatform().daemon().start(() -> {
                untilInputEnds();
                stopped(producer::stop);
                System.exit(0);
            });
        }
        answers.await();
        stopped(producer::stop);
    }

    private String text(String beginning) {
        return beginning + ".".repeat(Math.max(0, number("size", 0) - beginning.length()));
    }

    private void send(ServerProducer producer, String topic, String text, CountDownLatch answers) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        String expiry = option("expiry", null);
        String type = option("type", null);
        try {
            if (is("async")) {
                producer.sendMessage(topic, payload, callback(text, answers), expiry, type, properties());
                return;
            }
            SendResult result = producer.sendMessage(topic, payload, expiry, type, properties());
            print(result.isSuccess() ? "sent " + result.getMsgId() + " " + shown(text) : failed(text, "no success"));
        } catch (Exception e) { // AlreadyClosedException among them, which is none of IO
            print(failed(text, cause(e)));
        }
        answers.countDown();
    }

    private static SendCallback callback(String text, CountDownLatch answers) {
        return new SendCallback() {
            @Override
            public void onSuccess(String id) {
                print("sent " + id + " " + shown(text));
                answers.countDown();
            }

            @Override
            public void onFail() {
                print(failed(text, "no success"));
                answers.countDown();
            }
        };
    }

    private static String failed(String text, String cause) {
        return "failed " + shown(text) + " " + cause;
    }

    /// Null for none, as for the SDK.
    private List<StringPair> properties() {
        List<StringPair> properties = new ArrayList<>();
        for (String each : options("user")) {
            String[] words = each.split(":", 2);
            properties.add(new StringPair(words[0], words[1]));
        }
        return properties.isEmpty() ? null : properties;
    }

    private void receive() throws Exception {
        ConsumerConfig threads = new ConsumerConfig();
        threads.setMinConsumeThreadNum(number("threads", threads.getMinConsumeThreadNum()));
        threads.setMaxConsumeThreadNum(number("threads", threads.getMaxConsumeThreadNum()));
        ServerConsumer consumer = new ServerConsumer(channel(), threads);
        consumer.start();
        for (String name : arguments.get(6).split(",", -1)) {
            subscribe(consumer, name);
        }
        print("ready");
        Thread.ofPlatform().daemon().start(() -> {
            untilInputEnds();
            enough.countDown();
        });
        enough.await();
        stopped(consumer::stop);
    }

    /// One that is refused ends nothing: the SDK tries again.
    private void subscribe(ServerConsumer consumer, String name) {
        try {
            if (arguments.getFirst().equals("status")) {
                consumer.subscribeStatus(name, this::noticed);
            } else {
                consumer.subscribeTopic(name, this::consumed);
            }
        } catch (Exception e) { // AlreadyClosedException among them, which is none of IO
            print("refused " + name + " " + cause(e));
        }
    }

    private void consumed(String id, MessageProperties properties, byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        facts(
                "consumed",
                "msgId=" + id,
                "firstTopic=" + properties.getFirstTopic(),
                "secondTopic=" + properties.getSecondTopic(),
                "clientId=" + properties.getClientId(),
                "bornTime=" + properties.getBornTime(),
                "contentType=" + properties.getMqtt5ContentType(),
                "expiry=" + properties.getMqtt5MsgExpireInterval(),
                "userProperty=" + properties.getMqtt5UserProperty(),
                "bytes=" + payload.length,
                "text=" + shown(text));
        if (options("throw").contains(text)) {
            throw new IllegalStateException("as was asked for: " + text);
        }
        try {
            Thread.sleep(is("hold") ? Long.MAX_VALUE : 1000L * number("wait", 0));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        count();
    }

    private void noticed(StatusNotice notice) {
        facts(
                "notice",
                "status=" + notice.getStatusType(),
                "clientId=" + notice.getClientId(),
                "channelId=" + notice.getChannelId(),
                "clientIp=" + notice.getClientIp(),
                "time=" + notice.getTime(),
                "certificateChainSn=" + notice.getCertificateChainSn());
        count();
    }

    private void count() {
        if (got.incrementAndGet() == number("count", -1)) {
            enough.countDown();
        }
    }

    /// Prints facts in one line.
    private static void facts(String what, String... facts) {
        StringBuilder line = new StringBuilder(what);
        for (String fact : facts) {
            line.append('\t').append(fact.replace('\t', ' ').replace('\n', ' ').replace('\r', ' '));
        }
        print(line.toString());
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    private static String cause(Throwable e) {
        StringBuilder text = new StringBuilder(e.toString());
        for (Throwable below = e.getCause(); below != null; below = below.getCause()) {
            text.append("; ").append(below);
        }
        return text.toString().replace('\n', ' ');
    }

    private static BufferedReader input() {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }

    private static void untilInputEnds() {
        try {
            while (System.in.read() >= 0) {
                // what comes is of no account
            }
        } catch (IOException _) {
            // it has ended, too
        }
    }

    private interface Stop {
        void stop() throws IOException;
    }

    private static void stopped(Stop client) {
        try {
            client.stop();
        } catch (IOException | RuntimeException e) { // the connection may be gone
            System.err.println("not stopped: " + cause(e));
        }
    }

    private static synchronized void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
