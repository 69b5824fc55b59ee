package io.hongyan.bridge.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.rocketmq.server.RocketMq;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.impl.MQClientAPIImpl;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.compression.CompressionType;
import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.protocol.body.UserInfo;
import org.awaitility.Awaitility;

/// What a business system does: RocketMQ's own clients and its administration.
final class Business {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final RocketMq rocketMq;
    private final DefaultMQProducer producer;
    private final List<DefaultMQPushConsumer> consumers = new ArrayList<>();

    Business(RocketMq rocketMq) {
        this(rocketMq, "", "");
    }

    Business(RocketMq rocketMq, String accessKey, String secretKey) {
        this.rocketMq = rocketMq;
        // RocketMQ's clients look around every 20 seconds.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
        producer = new DefaultMQProducer(
                "business",
                accessKey.isEmpty() ? null : new AclClientRPCHook(new SessionCredentials(accessKey, secretKey)));
        producer.setNamesrvAddr(rocketMq.nameServer());
        producer.setInstanceName("business-" + rocketMq.nameServer().replace(':', '-'));
        try {
            producer.start();
        } catch (MQClientException e) {
            throw new IllegalStateException(e);
        }
    }

    DefaultMQProducer producer() {
        return producer;
    }

    static String name(String prefix) {
        return prefix + NAMES.incrementAndGet();
    }

    @SuppressWarnings("deprecation")
    MQClientAPIImpl api() {
        return producer.getDefaultMQProducerImpl().getMqClientFactory().getMQClientAPIImpl();
    }

    /// Makes a topic, or changes its number of queues.
    String topic(String name, int queues) {
        return topic(name, queues, PermName.PERM_READ | PermName.PERM_WRITE);
    }

    String topic(String name, int queues, int permission) {
        try {
            var config = new TopicConfig(name, queues, queues, permission);
            api().createTopic(rocketMq.broker(), "TBW102", config, 10_000);
            // The broker tells the name server a little later.
            Awaitility.await().ignoreExceptions().until(() -> isKnown(config));
            return name;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isKnown(TopicConfig config) throws Exception {
        return api().getTopicRouteInfoFromNameServer(config.getTopicName(), 10_000).getQueueDatas().stream()
                .allMatch(queue ->
                        queue.getWriteQueueNums() == config.getWriteQueueNums() && queue.getPerm() == config.getPerm());
    }

    /// Makes a user without rights.
    void user(String name, String secret) {
        try {
            api().createUser(rocketMq.broker(), UserInfo.of(name, secret, "Normal"), 10_000);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String topic(int queues) {
        return topic(name("topic"), queues);
    }

    /// @return the id
    String send(String topic, String tag, String body, Map<String, String> properties) {
        var message = new Message(topic, tag, body.getBytes(UTF_8));
        properties.forEach(message::putUserProperty);
        return send(message);
    }

    private String send(Message message) {
        try {
            return producer.send(message, 10_000).getMsgId();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Sends a body with each of RocketMQ's compressions.
    List<String> sendCompressed(String topic, int length, Map<String, String> properties) {
        var bodies = new ArrayList<String>();
        for (CompressionType type : CompressionType.values()) {
            String body = type.name().repeat(length / type.name().length());
            producer.setCompressType(type);
            send(topic, "", body, properties);
            bodies.add(body);
        }
        return bodies;
    }

    /// How many dead letters a consumer group has.
    long deadLetters(String group) {
        try {
            return api().getMaxOffset(rocketMq.broker(), new MessageQueue("%DLQ%" + group, "broker-a", 0), 10_000);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Consumes a topic from its beginning, in order.
    ConcurrentLinkedQueue<MessageExt> consume(String topic) {
        var received = new ConcurrentLinkedQueue<MessageExt>();
        var consumer = new DefaultMQPushConsumer(name("business-group"));
        consumer.setNamesrvAddr(rocketMq.nameServer());
        consumer.setInstanceName("business-" + rocketMq.nameServer().replace(':', '-'));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setConsumeMessageBatchMaxSize(32);
        consumer.registerMessageListener((MessageListenerOrderly) (messages, context) -> {
            received.addAll(messages);
            return ConsumeOrderlyStatus.SUCCESS;
        });
        try {
            consumer.subscribe(topic, "*");
            consumer.start();
        } catch (MQClientException e) {
            throw new IllegalStateException(e);
        }
        consumers.add(consumer);
        return received;
    }

    void close() {
        consumers.forEach(DefaultMQPushConsumer::shutdown);
        producer.shutdown();
    }

    static Path folder(String name) {
        try {
            Path parent = Path.of(System.getProperty("basedir", "."))
                    .resolve("target/rocketmq")
                    .toAbsolutePath();
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
