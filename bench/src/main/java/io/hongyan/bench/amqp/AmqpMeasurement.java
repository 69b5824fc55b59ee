package io.hongyan.bench.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.hongyan.auth.Signature;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import io.hongyan.client.MqttClient;
import io.hongyan.client.auth.CloudSignature;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/// Measures what messages of business systems cost the service, in CPU of its process: `hongyan DATA COUNT` a service
/// that runs, `rabbitmq PORT PID COUNT` a RabbitMQ as the peer. COUNT messages of 64 bytes each: published with
/// confirms; published by a device (QoS 1) and delivered to another one; published by a device into a queue; consumed
/// from there and acknowledged one by one. Each is done four times, and the last one counts: the first ones run code
/// that is not compiled yet. DATA is a fresh folder: a queue that an earlier run began would take what goes between
/// devices.
public final class AmqpMeasurement {
    private static final byte[] PAYLOAD = "x".repeat(64).getBytes(UTF_8);
    private static final int WINDOW = 500;
    private static final int ROUNDS = 4;
    private static final String SIGN_KEY = "1";

    private final Clock clock = new SystemClock();
    private final ProcessHandle service;
    private final int count;

    private AmqpMeasurement(ProcessHandle service, int count) {
        this.service = service;
        this.count = count;
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("hongyan")) {
            hongyan(Path.of(args[1]), Integer.parseInt(args[2]));
        } else {
            rabbitMq(Integer.parseInt(args[1]), Long.parseLong(args[2]), Integer.parseInt(args[3]));
        }
    }

    private static void hongyan(Path data, int count) throws Exception {
        RuntimeFile.Running running = RuntimeFile.read(data).orElseThrow();
        Credentials login = Credentials.read(data).orElseThrow();
        AmqpMeasurement measurement =
                new AmqpMeasurement(ProcessHandle.of(running.pid()).orElseThrow(), count);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(running.ports().getOrDefault("amqp", 0));
        factory.setVirtualHost("MQTT");
        String user = "0:" + login.instance() + ":" + login.accessKey();
        factory.setUsername(Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
        factory.setPassword(Signature.of(login.secretKey(), SIGN_KEY));
        Map<String, Object> properties = new HashMap<>(factory.getClientProperties());
        properties.put("signKey", SIGN_KEY);
        factory.setClientProperties(properties);
        String topic = login.topic();
        try (Connection connection = factory.newConnection();
                MqttClient device = device(login, running, "measure");
                MqttClient other = device(login, running, "other")) {
            for (int round = 0; round < ROUNDS; round++) {
                measurement.tell(
                        "AMQP published and confirmed",
                        () -> measurement.publish(connection, topic + "/a", topic + "/a"));
            }
            CountDownLatch[] arrived = {new CountDownLatch(count)};
            other.subscribe(topic + "/pair", _ -> arrived[0].countDown());
            for (int round = 0; round < ROUNDS; round++) {
                arrived[0] = new CountDownLatch(count);
                measurement.tell("MQTT, published at QoS 1 and delivered at QoS 1", () -> {
                    measurement.publish(device, topic + "/pair");
                    arrived[0].await();
                });
            }
            measurement.consume(connection, topic, 0); // the queue begins
            for (int round = 0; round < ROUNDS; round++) {
                measurement.tell(
                        "MQTT, published at QoS 1 into a queue", () -> measurement.publish(device, topic + "/q"));
                measurement.tell(
                        "AMQP delivered from the store and acknowledged",
                        () -> measurement.consume(connection, topic, count));
            }
            for (int round = 0; round < ROUNDS; round++) {
                measurement.tell("MQTT, published at QoS 1 into a queue that is consumed at the same time", () -> {
                    Thread publisher =
                            Thread.ofPlatform().start(() -> measurement.publishQuietly(device, topic + "/q"));
                    measurement.consume(connection, topic, count);
                    publisher.join();
                });
            }
        }
    }

    private static MqttClient device(Credentials login, RuntimeFile.Running running, String name) {
        return MqttClient.builder()
                .server("127.0.0.1:" + running.ports().get("tcp"))
                .clientId(login.group() + "@@@" + name)
                .credentials(CloudSignature.of(login.accessKey(), login.secretKey(), login.instance()))
                .connect();
    }

    private static void rabbitMq(int port, long pid, int count) throws Exception {
        AmqpMeasurement measurement = new AmqpMeasurement(ProcessHandle.of(pid).orElseThrow(), count);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(port);
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("measure", true, false, false, null);
            for (int round = 0; round < ROUNDS; round++) {
                measurement.tell("RabbitMQ, published into a durable queue and confirmed", () -> {
                    measurement.publish(connection, "", "measure");
                });
                measurement.tell(
                        "RabbitMQ, delivered and acknowledged",
                        () -> measurement.consume(connection, "measure", count));
            }
            channel.queueDelete("measure");
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private void tell(String what, Work work) throws Exception {
        Duration before = service.info().totalCpuDuration().orElseThrow();
        long began = clock.steadyNanos();
        work.run();
        long took = clock.steadyNanos() - began;
        long cpu = service.info().totalCpuDuration().orElseThrow().minus(before).toNanos();
        System.out.printf(
                "%s: %.0f a second, %.1f us of CPU of the service each%n", what, count * 1e9 / took, cpu / 1e3 / count);
    }

    private void publish(Connection connection, String exchange, String key) throws Exception {
        Semaphore window = new Semaphore(WINDOW);
        try (Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            long[] confirmed = {0};
            channel.addConfirmListener(
                    (tag, multiple) -> {
                        int released = multiple ? (int) (tag - confirmed[0]) : 1;
                        confirmed[0] += released;
                        window.release(released);
                    },
                    (tag, _) -> {
                        throw new IllegalStateException("message " + tag + " was refused");
                    });
            AMQP.BasicProperties kept =
                    new AMQP.BasicProperties.Builder().deliveryMode(2).build();
            for (int i = 0; i < count; i++) {
                window.acquire();
                channel.basicPublish(exchange, key, kept, PAYLOAD);
            }
            window.acquire(WINDOW);
        }
    }

    private void publishQuietly(MqttClient device, String topic) {
        try {
            publish(device, topic);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(MqttClient device, String topic) throws InterruptedException {
        Semaphore window = new Semaphore(WINDOW);
        for (int i = 0; i < count; i++) {
            window.acquire();
            var _ = device.async().publish(topic, PAYLOAD).whenComplete((_, _) -> window.release());
        }
        window.acquire(WINDOW);
    }

    private void consume(Connection connection, String queue, int wanted) throws Exception {
        CountDownLatch left = new CountDownLatch(wanted);
        try (Channel channel = connection.createChannel()) {
            channel.basicQos(WINDOW);
            channel.basicConsume(
                    queue,
                    false,
                    (_, delivery) -> {
                        channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                        left.countDown();
                    },
                    _ -> {});
            left.await();
        }
    }
}
