package io.hongyan.cluster.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.RetainedLimits;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.store.VShard;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cluster.link.Node;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.retain.RetainCounters.Figure;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Retained messages on three brokers over real sockets, which share a store.
class RetainedOverNodesTest {
    private static final int NODES = 3;
    private static final int LOOPS = 2;
    private static final long SECONDS = 30;

    private final List<BrokerNode> nodes = new ArrayList<>();
    private final List<SmallClient> clients = new ArrayList<>();
    private final AtomicReferenceArray<@Nullable BrokerNode> moved = new AtomicReferenceArray<>(VShard.COUNT);
    private final MemoryStore store = MemoryStore.lasting();
    private int names;

    private void start(BrokerConfig config) {
        for (int i = 0; i < NODES; i++) {
            nodes.add(new BrokerNode(i, NODES, 1, LOOPS, this::owner, moved, store, config));
        }
        List<Node> all = nodes.stream().map(BrokerNode::node).toList();
        nodes.forEach(node -> node.members(all));
        nodes.forEach(BrokerNode::awaitRoutes);
    }

    private void start() {
        start(BrokerConfig.defaults());
    }

    @AfterEach
    void end() {
        clients.forEach(SmallClient::close);
        nodes.forEach(BrokerNode::close);
        assertThat(nodes).allSatisfy(node -> assertThat(node.events.faults).isEmpty());
    }

    private NodeId owner(int index) {
        return nodes.get(index).id;
    }

    private SmallClient clientOn(int node) {
        String name;
        do {
            name = "client" + names++;
        } while (VShard.ofClient(name) % NODES != node);
        SmallClient client = new SmallClient(nodes.get(node).port(), name);
        clients.add(client);
        return client;
    }

    private static void await(CompletableFuture<Void> answer) {
        answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    private static int home(String topic) {
        return VShard.of(Topic.of(topic).utf8()) % NODES;
    }

    private static List<String> topics(int count) {
        return IntStream.range(0, count).mapToObj(i -> "r/" + i).toList();
    }

    private static List<String> next(SmallClient client, int count) {
        List<String> got = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            got.add(client.next());
        }
        return got;
    }

    @Test
    void what_is_retained_by_way_of_any_node_is_sent_to_subscribers_of_any() {
        start();
        List<String> topics = topics(60);
        for (int i = 0; i < topics.size(); i++) {
            await(clientOnce(i % NODES).retain(topics.get(i), "m", i / NODES % 3));
        }
        for (int i = 0; i < NODES; i++) {
            int index = i;
            Awaitility.await() // QoS 0
                    .atMost(SECONDS, TimeUnit.SECONDS)
                    .until(() -> nodes.get(index).retained()
                            == topics.stream()
                                    .filter(topic -> home(topic) == index)
                                    .count());
        }
        for (int i = 0; i < NODES; i++) {
            SmallClient exact = clientOn(i);
            for (String topic : topics) {
                await(exact.subscribe(topic, 1));
                assertThat(exact.next()).isEqualTo(topic + "=m");
            }
            SmallClient wild = clientOn(i);
            await(wild.subscribe("r/+", 1));
            assertThat(next(wild, 60))
                    .containsExactlyInAnyOrderElementsOf(
                            topics.stream().map(topic -> topic + "=m").toList());
        }
    }

    private SmallClient clientOnce(int node) {
        return clients.size() > node ? clients.get(node) : clientOn(node);
    }

    @Test
    void what_is_cleared_by_way_of_any_node_is_gone() {
        start();
        SmallClient publisher = clientOn(0);
        topics(30).forEach(topic -> await(publisher.retain(topic, "m", 1)));
        SmallClient other = clientOn(1);
        topics(29).forEach(topic -> await(other.retain(topic, "", 1)));
        assertThat(nodes.stream().mapToLong(BrokerNode::retained).sum()).isOne();
        SmallClient subscriber = clientOn(2);
        await(subscriber.subscribe("#", 1));
        assertThat(subscriber.next()).isEqualTo("r/29=m");
        await(publisher.publish("end", "", 1));
        assertThat(subscriber.next()).isEqualTo("end=");
    }

    @Test
    void ten_thousand_retained_messages_come_by_one_filter() {
        start();
        SmallClient publisher = clientOn(0);
        List<String> topics = topics(10_000);
        topics.stream().map(topic -> publisher.retain(topic, "m", 1)).toList().forEach(RetainedOverNodesTest::await);
        for (int qos = 0; qos < 2; qos++) {
            SmallClient subscriber = clientOn(1);
            await(subscriber.subscribe("#", qos));
            Awaitility.await()
                    .atMost(SECONDS, TimeUnit.SECONDS)
                    .until(() -> subscriber.received.size() >= topics.size());
            assertThat(subscriber.received)
                    .containsExactlyInAnyOrderElementsOf(
                            topics.stream().map(topic -> topic + "=m").toList());
        }
        assertThat(nodes)
                .allSatisfy(node -> assertThat(node.figure(Figure.UNANSWERED)).isZero());
    }

    @Test
    void the_next_owner_has_what_the_one_before_kept_and_nobody_else() {
        start();
        SmallClient publisher = clientOn(0);
        List<String> topics = topics(300);
        topics.stream().map(topic -> publisher.retain(topic, "m", 1)).toList().forEach(RetainedOverNodesTest::await);
        long others = nodes.get(0).retained();
        long before = nodes.get(1).retained() + nodes.get(2).retained();
        SmallClient waiting = clientOn(0);
        List<CompletableFuture<Void>> meanwhile = new ArrayList<>();
        BitSet all = new BitSet();
        IntStream.range(0, VShard.COUNT).filter(vshard -> vshard % NODES == 1).forEach(all::set);
        nodes.get(1).give(all, nodes.get(2), () -> {
            meanwhile.add(waiting.subscribe("r/#", 1));
            topics.stream()
                    .filter(topic -> home(topic) == 1)
                    .forEach(topic -> meanwhile.add(publisher.retain(topic, "later", 1)));
        });
        meanwhile.forEach(RetainedOverNodesTest::await);
        assertThat(nodes.get(0).retained()).isEqualTo(others);
        assertThat(nodes.get(1).retained()).isZero();
        assertThat(nodes.get(2).retained()).isEqualTo(before);
        assertThat(distinctTopics(waiting, 300)).hasSize(300);
        SmallClient subscriber = clientOn(0);
        await(subscriber.subscribe("r/+", 1));
        assertThat(next(subscriber, 300))
                .containsExactlyInAnyOrderElementsOf(topics.stream()
                        .map(topic -> topic + (home(topic) == 1 ? "=later" : "=m"))
                        .toList());
    }

    private static List<String> distinctTopics(SmallClient client, int count) {
        Awaitility.await()
                .atMost(SECONDS, TimeUnit.SECONDS)
                .until(() -> topicsOf(client).size() >= count);
        return topicsOf(client);
    }

    private static List<String> topicsOf(SmallClient client) {
        return client.received.stream()
                .map(message -> message.substring(0, message.indexOf('=')))
                .distinct()
                .toList();
    }

    @Test
    void the_owner_decides_whether_there_is_room() {
        BrokerConfig usual = BrokerConfig.defaults();
        start(new BrokerConfig(
                usual.shards(),
                usual.protocol(),
                usual.session(),
                usual.memory(),
                usual.store(),
                new RetainedLimits(10, 1 << 20),
                usual.flood(),
                usual.sharedStrategy(),
                usual.sysInterval(),
                usual.drainTimeout()));
        SmallClient publisher = clientOn(0);
        List<String> topics = topics(1000).stream()
                .filter(topic -> home(topic) == 2)
                .limit(12)
                .toList();
        topics.forEach(topic -> await(publisher.retain(topic, "m", 1)));
        assertThat(nodes.get(2).retained()).isEqualTo(10);
        assertThat(nodes.get(2).drops)
                .hasSize(2)
                .allSatisfy(dropped -> assertThat(dropped.reason()).isEqualTo(DropReason.RETAINED_FULL));
        assertThat(nodes.get(0).drops).isEmpty();
    }

    @Test
    void a_subscriber_goes_without_what_a_node_has_that_does_not_answer() {
        start();
        SmallClient publisher = clientOn(0);
        List<String> topics = topics(60);
        topics.forEach(topic -> await(publisher.retain(topic, "m", 1)));
        await(clientOn(0).subscribe("r/#", 1)); // by now all nodes know the filter
        SmallClient subscriber = clientOn(0);
        CountDownLatch silence = new CountDownLatch(1);
        nodes.get(2).transport.loops().forEach(loop -> loop.execute(() -> waitFor(silence)));
        try {
            await(subscriber.subscribe("r/#", 1));
            List<String> others = topics.stream()
                    .filter(topic -> home(topic) != 2)
                    .map(topic -> topic + "=m")
                    .toList();
            assertThat(next(subscriber, others.size())).containsExactlyInAnyOrderElementsOf(others);
            Awaitility.await()
                    .atMost(SECONDS, TimeUnit.SECONDS)
                    .until(() -> nodes.get(0).figure(Figure.UNANSWERED) == 1);
            assertThat(subscriber.received).isEmpty();
        } finally {
            silence.countDown();
        }
    }

    @Test
    void what_other_nodes_retain_does_not_come_after_what_is_newer() {
        start();
        String topic =
                topics(100).stream().filter(each -> home(each) == 2).findFirst().orElseThrow();
        SmallClient publisher = clientOn(0);
        await(publisher.retain(topic, "old", 1));
        SmallClient earlier = clientOn(1);
        await(earlier.subscribe("r/#", 1)); // by now all nodes know the filter
        assertThat(earlier.next()).isEqualTo(topic + "=old");
        long pages = pagesGiven();
        SmallClient subscriber = clientOn(1);
        CountDownLatch silence = new CountDownLatch(1);
        nodes.get(2).transport.loops().forEach(loop -> loop.execute(() -> waitFor(silence)));
        CompletableFuture<Void> stored;
        try {
            await(subscriber.subscribe("r/#", 1));
            stored = publisher.retain(topic, "new", 1);
            assertThat(subscriber.next()).isEqualTo(topic + "=new");
            assertThat(stored).isNotDone();
        } finally {
            silence.countDown();
        }
        await(stored);
        Awaitility.await().atMost(SECONDS, TimeUnit.SECONDS).until(() -> pagesGiven() == pages + NODES);
        for (String end : List.of("r/end", "r/very end")) {
            await(publisher.publish(end, "", 1));
            assertThat(subscriber.next()).isEqualTo(end + "=");
        }
    }

    private long pagesGiven() {
        return nodes.stream().mapToLong(node -> node.figure(Figure.PAGES_GIVEN)).sum();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
