package io.hongyan.cluster.retain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.retain.RetainCounters.Figure;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How retained messages reach their owners.
class SettingTest {
    private final List<String> confirmed = new ArrayList<>();

    private void retain(RetainWorld.Node node, String topic, String payload) {
        node.retain(RetainWorld.message(topic, payload), () -> confirmed.add(topic + "=" + payload));
    }

    @Test
    void a_message_is_kept_by_its_owner_and_confirmed_when_it_is_stored() {
        RetainWorld world = new RetainWorld(1);
        world.start(2, 2, 3);
        List<String> topics = IntStream.range(0, 30).mapToObj(i -> "t/" + i).toList();
        world.nodes.forEach(node -> node.storesAtOnce = false);
        topics.forEach(topic -> retain(world.nodes.getFirst(), topic, "m"));
        world.settle();
        for (String topic : topics) {
            for (RetainWorld.Node node : world.nodes) {
                assertThat(node.payload(topic)).isEqualTo(node == world.owner(topic) ? "m" : null);
            }
        }
        assertThat(confirmed).isEmpty();
        world.nodes.forEach(node -> node.storesAtOnce = true);
        world.settle();
        assertThat(confirmed).hasSameSizeAs(topics);
        assertThat(world.nodes.getFirst().figure(Figure.WAITING)).isZero();
    }

    @Test
    void an_empty_message_makes_the_owner_forget() {
        RetainWorld world = new RetainWorld(1);
        world.start(1, 1);
        IntStream.range(0, 10).forEach(i -> retain(world.nodes.getFirst(), "t/" + i, "m"));
        world.settle();
        IntStream.range(0, 10).forEach(i -> retain(world.nodes.getLast(), "t/" + i, ""));
        world.settle();
        assertThat(world.nodes).allSatisfy(node -> assertThat(node.kept).isEmpty());
        assertThat(confirmed).hasSize(20);
    }

    @Test
    void a_message_waits_while_nobody_owns_its_virtual_shard() {
        RetainWorld world = new RetainWorld(1);
        world.start(1, 1);
        int vshard = VShard.of(Topic.of("t").utf8());
        world.release(vshard);
        retain(world.nodes.getFirst(), "t", "m");
        world.pass(500);
        assertThat(confirmed).isEmpty();
        world.acquire(vshard, world.nodes.getLast());
        world.pass(50);
        assertThat(confirmed).containsExactly("t=m");
        assertThat(world.nodes.getLast().payload("t")).isEqualTo("m");
    }

    @Test
    void a_message_that_comes_again_does_not_replace_a_later_one() {
        RetainWorld world = new RetainWorld(1);
        world.start(1, 1);
        RetainWorld.Node owner = world.owner("t");
        RetainWorld.Node other =
                world.nodes.stream().filter(node -> node != owner).findFirst().orElseThrow();
        owner.storesAtOnce = false;
        retain(other, "t", "first");
        world.settle();
        world.network.cutAll(owner.id);
        retain(owner, "t", "second");
        owner.storesAtOnce = true;
        world.settle();
        world.connectAll();
        world.settle();
        assertThat(confirmed).containsExactlyInAnyOrder("t=first", "t=second");
        assertThat(owner.payload("t")).isEqualTo("second");
        assertThat(owner.figure(Figure.KNOWN_ALREADY)).isOne();
    }

    @Test
    void a_message_that_no_frame_takes_is_dropped_and_counted() {
        RetainWorld world = new RetainWorld(1);
        world.start(1, 1);
        RetainWorld.Node owner = world.owner("t");
        RetainWorld.Node other =
                world.nodes.stream().filter(node -> node != owner).findFirst().orElseThrow();
        retain(other, "t", "m".repeat(2 << 20));
        world.settle();
        assertThat(confirmed).hasSize(1);
        assertThat(owner.kept).isEmpty();
        assertThat(other.figure(Figure.TOO_LARGE)).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 200})
    void messages_of_one_topic_stay_in_order_while_links_break_and_virtual_shards_move(int seeds) {
        for (int seed = seeds; seed < seeds + 100; seed++) {
            orderIsKept(seed);
        }
    }

    private void orderIsKept(int seed) {
        RetainWorld world = new RetainWorld(seed);
        world.start(2, 3, 1);
        confirmed.clear();
        RetainWorld.Node publisher = world.nodes.getFirst();
        Map<String, String> last = new HashMap<>();
        int sent = 0;
        for (int i = 0; i < 400; i++) {
            String topic = "t/" + world.random.nextInt(4);
            int vshard = VShard.of(Topic.of(topic).utf8());
            switch (world.random.nextInt(12)) {
                case 0 -> world.cutSomeLink();
                case 1 -> world.connectAll();
                case 2 -> world.release(vshard);
                case 3 -> {
                    if (world.owners[vshard] == null) {
                        world.acquire(vshard, world.nodes.get(world.random.nextInt(3)));
                    }
                }
                case 4 -> publisher.shards.forEach(shard -> shard.loop.tick());
                case 5, 6, 7 -> world.step();
                default -> {
                    retain(publisher, topic, "" + i);
                    last.put(topic, "" + i);
                    sent++;
                }
            }
        }
        for (int vshard = 0; vshard < VShard.COUNT; vshard++) {
            if (world.owners[vshard] == null) {
                world.acquire(vshard, world.nodes.get(world.random.nextInt(3)));
            }
        }
        world.connectAll();
        world.pass(1000);
        assertThat(confirmed).as("seed %s", seed).hasSize(sent).doesNotHaveDuplicates();
        last.forEach((topic, payload) -> assertThat(world.owner(topic).payload(topic))
                .as("%s of seed %s", topic, seed)
                .isEqualTo(payload));
        assertThat(publisher.figure(Figure.WAITING)).isZero();
        assertThat(world.network.reasons()).isEmpty();
        for (RetainWorld.Node node : world.nodes) {
            for (Message message : node.kept.values()) {
                assertThat(world.owner(message.topic().toString())).isSameAs(node);
            }
        }
    }
}
