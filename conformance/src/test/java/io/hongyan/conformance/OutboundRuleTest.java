package io.hongyan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.auth.OutboundRules;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.event.MessageTraces;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.message.MessageOrigin;
import io.hongyan.broker.message.PublishResult;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.Store;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.topic.Topic;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.testkit.TestBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients publish below a topic with a rule waits for another system before it is acknowledged.
class OutboundRuleTest {
    private static final OutboxKey KEY = new OutboxKey(TestBroker.INSTANCE, "rule");
    private static final int SMALL = 3;

    @TempDir
    private Path folder;

    private final Facts facts = new Facts();
    private final BlockingQueue<Offer> offers = new LinkedBlockingQueue<>();
    private final Traces traces = new Traces();
    private boolean remembers = true;
    private volatile boolean serversToo;
    private long most = 1000;
    private @Nullable Store store;
    private @Nullable TestBroker broker;

    /// A message that waits in memory.
    private record Offer(
            Message message, OutboxLabel label, @Nullable Runnable sent) {}

    /// Remembers what it is told, once it is on.
    private static final class Traces implements MessageTraces {
        private final BlockingQueue<String> facts = new LinkedBlockingQueue<>();
        private volatile boolean on;

        @Override
        public boolean on() {
            return on;
        }

        @Override
        public boolean picks(MessageId id) {
            return true;
        }

        @Override
        public void published(MessageId id, MessageOrigin origin, String clientId) {
            facts.add(origin + " " + clientId + " " + id);
        }

        @Override
        public void pushed(MessageId id, String clientId, boolean offline) {
            facts.add((offline ? "offline " : "online ") + clientId + " " + id);
        }
    }

    /// Sends on what is below `out`.
    private final class Rules implements OutboundRules, OutboundRule, Authenticator {
        @Override
        public List<OutboundRule> find(Topic topic, boolean fromClient) {
            return (fromClient || serversToo) && topic.toString().startsWith("out/") ? List.of(this) : List.of();
        }

        @Override
        public String name() {
            return "rule";
        }

        @Override
        public @Nullable Outbox outbox() {
            return remembers ? OutboundRuleTest.this.outbox() : null;
        }

        @Override
        public double room() {
            return remembers ? OutboundRuleTest.this.outbox().room() : 1;
        }

        @Override
        public boolean offer(Message message, OutboxLabel label, @Nullable Runnable sent) {
            return offers.size() < SMALL && offers.add(new Offer(message, label, sent));
        }

        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            answer.accept(new AuthResult.Admitted(TestBroker.INSTANCE, () -> "", policy(TestBroker.INSTANCE)));
        }

        @Override
        public ClientPolicy policy(String instance) {
            ClientPolicy open = ClientPolicy.open();
            return new ClientPolicy(
                    open.authorizer(),
                    open.publishPolicy(),
                    open.subscribePolicy(),
                    open.controlTopics(),
                    open.directDelivery(),
                    open.presence(),
                    open.reactions(),
                    open.grantedLimits(),
                    open.pace(),
                    this,
                    open.status(),
                    traces);
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return null;
        }
    }

    private RawClient client(Connecting connecting) {
        if (broker == null) {
            Store opened = RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), new SystemClock());
            store = opened;
            broker = TestBroker.builder()
                    .authenticator(new Rules())
                    .store(opened)
                    .events(facts)
                    .build();
        }
        RawClient client = new RawClient(broker.port()).connect(connecting);
        client.expectAccepted();
        return client;
    }

    private RawClient client() {
        return client(Connecting.as(Version.MQTT_5, "device"));
    }

    private Outbox outbox() {
        if (store == null) {
            throw new IllegalStateException("no store");
        }
        return store.outbox(KEY, new OutboxLimits(most, 1 << 20));
    }

    private List<OutboxEntry> entries(int count) {
        await().until(() -> outbox().stats().messages() >= count);
        return outbox().read(0, 1000).join().entries();
    }

    private static List<String> texts(List<OutboxEntry> entries) {
        return entries.stream()
                .map(entry -> new String(entry.message().payload(), UTF_8))
                .toList();
    }

    @AfterEach
    void stop() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    @Test
    void a_traced_message_has_one_id_in_its_trace_and_in_the_outbox_also_after_a_restart() throws InterruptedException {
        traces.on = true;
        RawClient reader = client(Connecting.as(Version.MQTT_5, "reader").lasting());
        reader.subscribe(QoS.AT_LEAST_ONCE, "out/#");
        RawClient writer = client();
        writer.publish("out/a", "first", QoS.AT_LEAST_ONCE, 1);
        writer.expect(Received.PUBACK);
        String id = entries(1).getFirst().label().id().toString();
        assertThat(traces.facts.take()).isEqualTo("CLIENT device " + id);
        assertThat(traces.facts.take()).isEqualTo("online reader " + id);
        reader.expectMessage("out/a", "first");
        reader.leave();
        writer.publish("out/a", "second", QoS.AT_LEAST_ONCE, 2);
        writer.expect(Received.PUBACK);
        String later = entries(2).getLast().label().id().toString();
        assertThat(traces.facts.take()).isEqualTo("CLIENT device " + later);
        stop();
        client(Connecting.as(Version.MQTT_5, "reader").lasting());
        assertThat(traces.facts.take()).isEqualTo("offline reader " + later);
    }

    @Test
    void a_message_of_the_server_has_the_id_in_the_outbox_that_is_answered() {
        serversToo = true;
        client();
        ServerMessage message = new ServerMessage(
                Topic.of("out/a"), null, new byte[1], QoS.AT_LEAST_ONCE, false, Properties.NONE, null, false, true);
        PublishResult result = Objects.requireNonNull(broker)
                .broker()
                .publish(TestBroker.INSTANCE, new Rules().policy(TestBroker.INSTANCE), message)
                .join();
        assertThat(entries(1).getFirst().label().id()).isEqualTo(result.id());
    }

    @Test
    void an_id_that_was_given_is_traced_and_answered_and_the_message_leaves_by_one_of_the_instance()
            throws InterruptedException {
        serversToo = true;
        traces.on = true;
        RawClient reader = client(Connecting.as(Version.MQTT_5, "reader")).subscribe(QoS.AT_LEAST_ONCE, "out/#");
        MessageId given = new MessageId(0x1234, 0x5678);
        ServerMessage message = new ServerMessage(
                Topic.of("out/a"),
                null,
                "x".getBytes(UTF_8),
                QoS.AT_LEAST_ONCE,
                false,
                Properties.NONE,
                null,
                false,
                true,
                MessageOrigin.SERVER,
                given);
        PublishResult result = Objects.requireNonNull(broker)
                .broker()
                .publish(TestBroker.INSTANCE, new Rules().policy(TestBroker.INSTANCE), message)
                .join();
        assertThat(result.id()).isEqualTo(given);
        assertThat(traces.facts.take()).isEqualTo("SERVER  " + given);
        reader.expectMessage("out/a", "x");
        assertThat(traces.facts.take()).isEqualTo("online reader " + given);
        MessageId left = entries(1).getFirst().label().id();
        assertThat(left).isNotEqualTo(given);
        assertThat(MessageIds.isOf(TestBroker.INSTANCE, left.toString())).isTrue();
    }

    @Test
    void an_acknowledged_message_is_in_the_outbox_with_its_id_after_a_restart() {
        RawClient client = client();
        for (int i = 1; i <= 20; i++) {
            client.publish("out/a", "m" + i, QoS.AT_LEAST_ONCE, i);
        }
        for (int i = 1; i <= 20; i++) {
            Received ack = client.expect(Received.PUBACK);
            assertThat(ack.packetId()).isEqualTo(i);
            assertThat(ack.reason()).as("its rule gets it").isZero();
        }
        List<OutboxEntry> before = outbox().read(0, 1000).join().entries();
        stop();
        client(Connecting.as(Version.MQTT_3_1_1, "other").lasting());
        List<OutboxEntry> after = entries(20);
        assertThat(texts(after))
                .isEqualTo(IntStream.rangeClosed(1, 20).mapToObj(i -> "m" + i).toList());
        assertThat(after)
                .extracting(OutboxEntry::label)
                .isEqualTo(before.stream().map(OutboxEntry::label).toList());
        assertThat(after.stream().map(entry -> entry.label().id()).distinct()).hasSize(20);
        assertThat(after).allSatisfy(entry -> {
            assertThat(entry.label().id().toString()).matches("[0-9A-F]{32}");
            assertThat(entry.label().cleanSession()).isTrue();
            assertThat(entry.message().publisher()).isEqualTo("device");
        });
    }

    @Test
    void a_message_of_qos_2_enters_the_outbox_once_however_often_it_is_sent() {
        RawClient client = client(Connecting.as(Version.MQTT_3_1_1, "device").lasting());
        client.publish("out/a", "once", QoS.EXACTLY_ONCE, 7).expect(Received.PUBREC);
        client.drop(true);
        RawClient again = client(Connecting.as(Version.MQTT_3_1_1, "device").lasting());
        again.publish("out/a", "once", QoS.EXACTLY_ONCE, 7).expect(Received.PUBREC);
        again.pubRel(7).expect(Received.PUBCOMP);
        again.publish("out/a", "next", QoS.EXACTLY_ONCE, 7).expect(Received.PUBREC);
        assertThat(texts(entries(2))).containsExactly("once", "next");
        assertThat(entries(2).getFirst().label().cleanSession()).isFalse();
    }

    @Test
    void subscribers_get_what_leaves_too() {
        RawClient subscriber =
                client(Connecting.as(Version.MQTT_3_1_1, "subscriber")).subscribe(QoS.AT_LEAST_ONCE, "#");
        RawClient client = client();
        client.publish("out/a", "both", QoS.AT_LEAST_ONCE, 1).expect(Received.PUBACK);
        subscriber.expectMessage("out/a", "both");
        client.publish("in/a", "here", QoS.AT_LEAST_ONCE, 2).expect(Received.PUBACK);
        subscriber.expectMessage("in/a", "here");
        assertThat(texts(entries(1))).containsExactly("both");
    }

    @Test
    void a_full_outbox_refuses_publishers_with_the_reason_until_there_is_room() {
        most = SMALL;
        RawClient client = client();
        RawClient subscriber =
                client(Connecting.as(Version.MQTT_5, "subscriber")).subscribe(QoS.AT_MOST_ONCE, "#");
        for (int i = 1; i <= SMALL; i++) {
            client.publish("out/a", "m" + i, QoS.AT_LEAST_ONCE, i).expect(Received.PUBACK);
            subscriber.expectMessage("out/a", "m" + i);
        }
        client.publish("out/a", "refused", QoS.AT_LEAST_ONCE, 9);
        assertThat(client.expect(Received.PUBACK).reason()).isEqualTo(ReasonCode.QUOTA_EXCEEDED.code());
        client.publish("out/a", "refused", QoS.EXACTLY_ONCE, 9);
        assertThat(client.expect(Received.PUBREC).reason()).isEqualTo(ReasonCode.QUOTA_EXCEEDED.code());
        facts.await("publish refused QUOTA_EXCEEDED", 2);
        assertThat(outbox().stats().refused()).isEqualTo(2);
        client.publish("else", "taken", QoS.AT_LEAST_ONCE, 9).expect(Received.PUBACK);
        subscriber.expectMessage("else", "taken");
        outbox().acknowledge(outbox().read(0, 1).join().last());
        await().until(() -> outbox().room() > 0);
        client.publish("out/a", "again", QoS.AT_LEAST_ONCE, 9);
        assertThat(client.expect(Received.PUBACK).reason()).isZero();
        subscriber.expectMessage("out/a", "again");
    }

    @Test
    void before_5_0_a_full_outbox_ends_the_connection_and_acknowledges_nothing() {
        most = 1;
        RawClient client = client(Connecting.as(Version.MQTT_3_1_1, "old"));
        client.publish("out/a", "taken", QoS.AT_LEAST_ONCE, 1).expect(Received.PUBACK);
        client.publish("out/a", "refused", QoS.AT_LEAST_ONCE, 2).expectEnd();
        assertThat(texts(entries(1))).containsExactly("taken");
    }

    @Test
    void messages_of_qos_0_wait_in_memory_and_are_dropped_and_counted_beyond_it() {
        RawClient client = client();
        for (int i = 0; i < SMALL + 2; i++) {
            client.publish("out/a", "m" + i);
        }
        facts.await("dropped RULE_FULL", 2);
        assertThat(offers)
                .hasSize(SMALL)
                .allSatisfy(offer -> assertThat(offer.sent()).isNull());
        assertThat(outbox().stats().messages()).isZero();
    }

    @Test
    void a_will_leaves_by_the_rule_as_well() {
        client(Connecting.as(Version.MQTT_5, "mortal").will("out/will", "gone", QoS.AT_LEAST_ONCE, false))
                .drop(true);
        assertThat(texts(entries(1))).containsExactly("gone");
    }

    @Test
    void a_rule_without_outbox_delays_the_acknowledgement_until_the_other_system_has_the_message() throws Exception {
        remembers = false;
        RawClient client = client();
        client.publish("out/a", "one", QoS.AT_LEAST_ONCE, 1).publish("out/a", "two", QoS.EXACTLY_ONCE, 2);
        Offer one = offers.poll(10, TimeUnit.SECONDS);
        Offer two = offers.poll(10, TimeUnit.SECONDS);
        assertThat(one).isNotNull();
        assertThat(two).isNotNull();
        client.expectNothing();
        sent(two);
        client.expectNothing(); // acknowledgements keep the order of the messages
        sent(one);
        assertThat(client.expect(Received.PUBACK).packetId()).isEqualTo(1);
        assertThat(client.expect(Received.PUBREC).packetId()).isEqualTo(2);
    }

    private static void sent(Offer offer) {
        Runnable sent = offer.sent();
        if (sent == null) {
            throw new AssertionError("nobody waits");
        }
        sent.run();
    }
}
