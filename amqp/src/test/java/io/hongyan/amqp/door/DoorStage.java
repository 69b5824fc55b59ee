package io.hongyan.amqp.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.hongyan.amqp.AmqpSettings;
import io.hongyan.amqp.connection.AmqpServer;
import io.hongyan.amqp.queue.QueueLimits;
import io.hongyan.amqp.queue.Queues;
import io.hongyan.auth.Signature;
import io.hongyan.broker.auth.RuleRegistry;
import io.hongyan.broker.config.ConnectionLimits;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.quota.ConnectionLimiter;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.auth.AuthSettings;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.testkit.MovableClock;
import io.hongyan.testkit.TestBroker;
import io.hongyan.transport.Listener;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A broker with an instance of profile cloud, and the front door for business systems beside it: parent topic TopicA,
/// group GID_Test, and the key of the documentation's example, YYYYY with secret XXXXX.
public final class DoorStage implements AfterEachCallback {
    public static final String INSTANCE = "mqtt-xxxxx";
    public static final AccessKey KEY = new AccessKey("YYYYY", "XXXXX");

    private static final String SIGN_KEY = "1700000000000";
    private static final int MAX_MESSAGE = 1 << 18;

    public final MovableClock clock = new MovableClock();
    public final Metadata metadata = Metadata.open(new MemoryMetadataStore(), clock, new SecureRandom());
    public final Queue<BrokerEvent> events = new ConcurrentLinkedQueue<>();
    public final Cloud cloud;
    public final Queues queues;
    public final AmqpServer amqp;
    private final Transport transport = Transport.start("amqp-test", 2);
    private final TestBroker broker;
    private final Listener listener;

    public DoorStage() {
        this(AmqpSettings.defaults());
    }

    /// Queues with other bounds, a retry after five seconds, and dead letters after three attempts.
    ///
    /// @param unacknowledged deliveries of a channel
    /// @param messages of a queue
    public static DoorStage bounded(int unacknowledged, int messages) {
        AmqpSettings usual = AmqpSettings.defaults();
        return new DoorStage(new AmqpSettings(
                usual.channelMax(),
                usual.frameMaxBytes(),
                usual.heartbeat(),
                usual.loginTimeout(),
                unacknowledged,
                usual.acknowledgeTimeout(),
                new QueueLimits(messages, 1 << 24, Duration.ofHours(1), 3, Duration.ofSeconds(5))));
    }

    public DoorStage(AmqpSettings settings) {
        metadata.createInstance(INSTANCE, Profile.CLOUD);
        metadata.createGroup(INSTANCE, "GID_Test");
        metadata.createTopic(INSTANCE, "TopicA", "");
        metadata.createTopic(INSTANCE, "TopicB", "");
        metadata.createAccessKey(KEY);
        MemoryStore store = new MemoryStore();
        queues = new Queues(store, transport.loops(), clock, settings.queues(), events::add);
        cloud = Cloud.of(
                metadata, AuthSettings.strict(), clock, new SecureRandom(), RuleRegistry.joined(List.of(queues)), 1);
        broker = TestBroker.builder()
                .authenticator(cloud.authenticator())
                .store(store)
                .events(events::add)
                .clock(clock)
                .build();
        ConnectionLimiter limiter = new ConnectionLimiter(ConnectionLimits.defaults(), 1000, clock);
        amqp = new AmqpServer(settings, MAX_MESSAGE, cloud, queues, transport.loops(), limiter, events::add, clock);
        queues.start(broker.broker());
        amqp.start(broker.broker());
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener = transport.listen(ListenerOptions.of("amqp", ListenerOptions.Kind.TCP, any, null), amqp.acceptor());
    }

    /// Runs something while queues and business systems stand still; devices do not.
    public void halted(Runnable work) {
        CountDownLatch over = new CountDownLatch(1);
        transport.loops().forEach(loop -> loop.execute(() -> awaitQuietly(over)));
        try {
            work.run();
        } finally {
            over.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The port of AMQP.
    public int port() {
        return listener.address().getPort();
    }

    /// A device of group GID_Test, connected.
    public RawClient device(String name) {
        String clientId = "GID_Test@@@" + name;
        RawClient client = new RawClient(broker.port());
        client.connect(Connecting.as(Version.MQTT_5, clientId)
                        .username("Signature|" + KEY.id() + "|" + INSTANCE)
                        .password(Signature.of(KEY.secret(), clientId)))
                .expectAccepted();
        return client;
    }

    public static String user(String accessKey) {
        return Base64.getEncoder().encodeToString(("0:" + INSTANCE + ":" + accessKey).getBytes(UTF_8));
    }

    public static String password(String secret) {
        return Signature.of(secret, SIGN_KEY);
    }

    public static String signKey() {
        return SIGN_KEY;
    }

    /// A connection of RabbitMQ's own client, logged in with the key.
    public Connection connect() throws IOException, TimeoutException {
        return connect(KEY);
    }

    public Connection connect(AccessKey key) throws IOException, TimeoutException {
        return factory(user(key.id()), password(key.secret())).newConnection();
    }

    public ConnectionFactory factory(String user, String password) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port());
        factory.setVirtualHost("MQTT");
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setAutomaticRecoveryEnabled(false);
        Map<String, Object> properties = new HashMap<>(factory.getClientProperties());
        properties.put("signKey", SIGN_KEY);
        factory.setClientProperties(properties);
        return factory;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        amqp.close();
        queues.close();
        listener.close();
        broker.close();
        transport.close();
    }
}
