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
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.Store;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.testkit.TestBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients publish to a topic with several rules goes to all of them, or is refused.
class SeveralRulesTest {
    private static final long PLENTY = 1 << 20;

    @TempDir
    private Path folder;

    private final Facts facts = new Facts();
    private final List<OutboundRule> rules = new CopyOnWriteArrayList<>();
    private Store store;
    private TestBroker broker;

    /// A rule with an outbox.
    private record Stored(Outbox outbox, boolean storesQos0) implements OutboundRule {
        @Override
        public String name() {
            return outbox.key().rule();
        }

        @Override
        public double room() {
            return outbox.room();
        }

        @Override
        public boolean offer(Message message, OutboxLabel label, @Nullable Runnable sent) {
            return false;
        }
    }

    /// A rule in memory that takes one message.
    private record Passing(Queue<Runnable> offers) implements OutboundRule {
        @Override
        public String name() {
            return "passing";
        }

        @Override
        public @Nullable Outbox outbox() {
            return null;
        }

        @Override
        public double room() {
            return 1;
        }

        @Override
        public boolean offer(Message message, OutboxLabel label, @Nullable Runnable sent) {
            return offers.isEmpty() && sent != null && offers.add(sent);
        }
    }

    /// Lets everybody in; the rules are for what is below `out`.
    private final class Login implements Authenticator {
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
                    (topic, _) -> topic.toString().startsWith("out/") ? rules : List.of(),
                    open.status());
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return null;
        }
    }

    @BeforeEach
    void start() {
        store = RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), new SystemClock());
        broker = TestBroker.builder()
                .authenticator(new Login())
                .store(store)
                .events(facts)
                .build();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Outbox rule(String id, long messages, long bytes) {
        Outbox outbox = store.outbox(new OutboxKey(TestBroker.INSTANCE, id), new OutboxLimits(messages, bytes));
        rules.add(new Stored(outbox, false));
        return outbox;
    }

    private RawClient client(Connecting connecting) {
        RawClient client = new RawClient(broker.port()).connect(connecting);
        client.expectAccepted();
        return client;
    }

    private RawClient client() {
        return client(Connecting.as(Version.MQTT_5, "device").lasting());
    }

    private static List<String> all(Outbox outbox) {
        return outbox.read(0, 1000).join().entries().stream()
                .map(entry -> new String(entry.message().payload(), UTF_8))
                .toList();
    }

    @Test
    void what_was_acknowledged_is_in_the_outboxes_of_all_rules_in_its_order() {
        Outbox first = rule("first", 1000, PLENTY);
        Outbox second = rule("second", 1000, PLENTY);
        RawClient client = client();
        for (int i = 1; i <= 20; i++) {
            client.publish("out/a", "m" + i, i % 2 == 0 ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE, i);
        }
        for (int i = 1; i <= 20; i++) {
            Received ack = client.expect(i % 2 == 0 ? Received.PUBACK : Received.PUBREC);
            assertThat(ack.reason()).as("its rules get it").isZero();
        }
        List<String> sent = IntStream.rangeClosed(1, 20).mapToObj(i -> "m" + i).toList();
        assertThat(all(first)).isEqualTo(sent);
        assertThat(all(second)).isEqualTo(sent);
    }

    @Test
    void a_message_for_which_one_rule_has_no_room_is_refused_and_takes_none_of_the_others() {
        Outbox first = rule("first", 1000, PLENTY);
        Outbox second = rule("second", 1000, 1024);
        RawClient client = client();
        client.publish("out/a", "x".repeat(700), QoS.AT_LEAST_ONCE, 1).expect(Received.PUBACK);
        client.publish("out/a", "y".repeat(700), QoS.AT_LEAST_ONCE, 2); // more than is left of the second
        assertThat(client.expect(Received.PUBACK).reason()).isEqualTo(ReasonCode.QUOTA_EXCEEDED.code());
        client.publish("out/a", "y".repeat(700), QoS.EXACTLY_ONCE, 2);
        assertThat(client.expect(Received.PUBREC).reason()).isEqualTo(ReasonCode.QUOTA_EXCEEDED.code());
        assertThat(first.stats().messages()).isEqualTo(1);
        assertThat(first.stats().appended()).isEqualTo(1);
        assertThat(second.stats().refused()).isEqualTo(2);
        client.publish("out/a", "small", QoS.AT_LEAST_ONCE, 3);
        assertThat(client.expect(Received.PUBACK).reason()).isZero();
        assertThat(all(first)).hasSize(2).isEqualTo(all(second));
    }

    @Test
    void a_rule_in_memory_without_room_gives_the_room_in_an_outbox_back() {
        ConcurrentLinkedQueue<Runnable> offers = new ConcurrentLinkedQueue<>();
        rules.add(new Passing(offers));
        Outbox stored = rule("stored", 1000, PLENTY);
        RawClient client = client();
        client.publish("out/a", "one", QoS.AT_LEAST_ONCE, 1).publish("out/a", "two", QoS.AT_LEAST_ONCE, 2);
        facts.await("publish refused QUOTA_EXCEEDED", 1);
        assertThat(stored.stats().messages()).isEqualTo(1);
        client.expectNothing(); // the first message has to be sent on, and its acknowledgement goes before the other
        offers.element().run();
        Received one = client.expect(Received.PUBACK);
        Received two = client.expect(Received.PUBACK);
        assertThat(List.of(one.packetId(), two.packetId())).containsExactly(1, 2);
        assertThat(List.of(one.reason(), two.reason())).containsExactly(0, ReasonCode.QUOTA_EXCEEDED.code());
        assertThat(all(stored)).containsExactly("one");
    }

    @Test
    void before_5_0_a_message_for_which_there_is_too_little_room_is_not_acknowledged() {
        Outbox first = rule("first", 1000, PLENTY);
        rule("second", 1000, 1024);
        RawClient client = client(Connecting.as(Version.MQTT_3_1_1, "old"));
        client.publish("out/a", "x".repeat(700), QoS.AT_LEAST_ONCE, 1).expect(Received.PUBACK);
        client.publish("out/a", "y".repeat(700), QoS.AT_LEAST_ONCE, 2).expectEnd();
        assertThat(first.stats().messages()).isEqualTo(1);
    }

    @Test
    void a_will_goes_to_those_of_its_rules_that_have_room() {
        Outbox small = rule("small", 1, PLENTY);
        Outbox large = rule("large", 2, PLENTY);
        RawClient mortal =
                client(Connecting.as(Version.MQTT_5, "mortal").will("out/will", "gone", QoS.AT_LEAST_ONCE, false));
        mortal.publish("out/a", "full", QoS.AT_LEAST_ONCE, 1).expect(Received.PUBACK);
        mortal.drop(true);
        facts.await("dropped RULE_FULL", 1);
        await().until(() -> large.stats().messages() == 2);
        assertThat(all(small)).containsExactly("full");
        assertThat(all(large)).containsExactly("full", "gone");
    }

    @Test
    void a_rule_that_stores_qos_0_has_it_in_its_outbox_and_drops_and_counts_what_finds_no_room() {
        Outbox outbox = store.outbox(new OutboxKey(TestBroker.INSTANCE, "all"), new OutboxLimits(3, PLENTY));
        rules.add(new Stored(outbox, true));
        RawClient mortal =
                client(Connecting.as(Version.MQTT_3_1_1, "mortal").will("out/will", "gone", QoS.AT_MOST_ONCE, false));
        mortal.publish("out/a", "one").publish("out/a", "two", QoS.AT_LEAST_ONCE, 1);
        mortal.expect(Received.PUBACK);
        mortal.drop(true);
        await().until(() -> outbox.stats().messages() == 3);
        client().publish("out/a", "too many");
        facts.await("dropped RULE_FULL", 1);
        await().until(() -> all(outbox).size() == 3);
        assertThat(all(outbox)).containsExactly("one", "two", "gone");
        outbox.settle(new long[] {outbox.read(0, 1).join().entries().getFirst().sequence()});
        await().until(() -> outbox.room() > 0);
        client(Connecting.as(Version.MQTT_5, "another")).publish("out/a", "again");
        await().until(() -> all(outbox).size() == 3);
        assertThat(all(outbox)).containsExactly("two", "gone", "again");
    }
}
