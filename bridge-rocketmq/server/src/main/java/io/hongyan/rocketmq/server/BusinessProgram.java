package io.hongyan.rocketmq.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.impl.MQClientAPIImpl;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.protocol.body.LockBatchRequestBody;
import org.apache.rocketmq.remoting.protocol.body.UnlockBatchRequestBody;

/// What [BusinessSystem] starts: arguments are its folder, the name server and the broker. It reads a command a line,
/// with tabs between its words, and answers each with `done` or `failed`; what it consumes it prints. It ends with the
/// standard input.
public final class BusinessProgram {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final String nameServer;
    private final String broker;
    private final PrintStream out;
    private final DefaultMQProducer producer = new DefaultMQProducer("business");

    private BusinessProgram(String nameServer, String broker, PrintStream out) {
        this.nameServer = nameServer;
        this.broker = broker;
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        // It looks around for queues each second, in place of every 20.
        System.setProperty("rocketmq.client.rebalance.waitInterval", "1000");
        System.setProperty("rocketmq.client.rebalance.lockInterval", "1000");
        var program = new BusinessProgram(args[1], args[2], System.out);
        program.producer.setNamesrvAddr(args[1]);
        program.producer.start();
        Files.writeString(Path.of(args[0]).resolve("ready"), "");
        program.answerAll();
        Runtime.getRuntime().halt(0);
    }

    private void answerAll() throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String answer;
            try {
                answer = "done\t" + answer(line.split("\t", -1));
            } catch (Exception e) {
                answer = "failed\t" + e.toString().replaceAll("\\s", " ");
            }
            print(answer);
        }
    }

    private synchronized void print(String line) {
        out.println(line);
        out.flush();
    }

    private String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "create" -> {
                int queues = Integer.parseInt(words[2]);
                var config = new TopicConfig(words[1], queues, queues, PermName.PERM_READ | PermName.PERM_WRITE);
                MQClientAPIImpl api = api();
                api.createTopic(broker, "TBW102", config, TIMEOUT_MILLIS);
                // The broker tells the name server a little later.
                ServerProcess.await(() -> isKnown(api, words[1]), () -> "the name server does not know " + words[1]);
                yield "";
            }
            case "consume" -> {
                consume(words[1]);
                yield "";
            }
            case "send" -> {
                var message =
                        new Message(words[1], words[2], Base64.getDecoder().decode(words[3]));
                for (int i = 4; i + 1 < words.length; i += 2) {
                    message.putUserProperty(decoded(words[i]), decoded(words[i + 1]));
                }
                yield producer.send(message, TIMEOUT_MILLIS).getMsgId();
            }
            case "unlocked" -> Integer.toString(unlocked(words[1], words[2]));
            default -> throw new IllegalArgumentException("no command " + words[0]);
        };
    }

    @SuppressWarnings("deprecation")
    private MQClientAPIImpl api() {
        return producer.getDefaultMQProducerImpl().getMqClientFactory().getMQClientAPIImpl();
    }

    /// Locks what it can, and gives it back.
    private int unlocked(String topic, String group) throws Exception {
        MQClientAPIImpl api = api();
        var lock = new LockBatchRequestBody();
        lock.setConsumerGroup(group);
        lock.setClientId("business");
        lock.setMqSet(new HashSet<>(producer.fetchPublishMessageQueues(topic)));
        Set<MessageQueue> locked = api.lockBatchMQ(broker, lock, TIMEOUT_MILLIS);
        var unlock = new UnlockBatchRequestBody();
        unlock.setConsumerGroup(group);
        unlock.setClientId("business");
        unlock.setMqSet(locked);
        api.unlockBatchMQ(broker, unlock, TIMEOUT_MILLIS, false);
        return locked.size();
    }

    private static boolean isKnown(MQClientAPIImpl api, String topic) {
        try {
            return !api.getTopicRouteInfoFromNameServer(topic, TIMEOUT_MILLIS)
                    .getQueueDatas()
                    .isEmpty();
        } catch (Exception e) {
            return false;
        }
    }

    private static String decoded(String word) {
        return new String(Base64.getDecoder().decode(word), UTF_8);
    }

    private void consume(String topic) throws MQClientException {
        var consumer = new DefaultMQPushConsumer("business-" + topic);
        consumer.setNamesrvAddr(nameServer);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.registerMessageListener((MessageListenerOrderly) (messages, context) -> {
            messages.forEach(message -> print(line(topic, message)));
            return ConsumeOrderlyStatus.SUCCESS;
        });
        consumer.subscribe(topic, "*");
        consumer.start();
    }

    private static String line(String topic, MessageExt message) {
        Base64.Encoder base64 = Base64.getEncoder();
        var line = new StringBuilder("consumed\t" + topic + "\t" + message.getMsgId() + "\t"
                + (message.getTags() == null ? "" : message.getTags()) + "\t" + message.getQueueId() + "\t"
                + base64.encodeToString(message.getBody()));
        message.getProperties()
                .forEach((name, value) -> line.append('\t')
                        .append(base64.encodeToString(name.getBytes(UTF_8)))
                        .append('\t')
                        .append(base64.encodeToString(value.getBytes(UTF_8))));
        return line.toString();
    }
}
