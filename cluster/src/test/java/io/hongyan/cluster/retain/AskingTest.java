package io.hongyan.cluster.retain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.retain.RetainCounters.Figure;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How subscribers get what other nodes have.
class AskingTest {
    private static RetainWorld world(int messages) {
        RetainWorld world = new RetainWorld(messages);
        world.start(2, 2, 3);
        for (int i = 0; i < messages; i++) {
            Message message = RetainWorld.message("t/" + i, "m" + i);
            world.owner("t/" + i).kept.put(message.topic(), message);
        }
        return world;
    }

    private static List<String> all(int messages) {
        return IntStream.range(0, messages).mapToObj(i -> "t/" + i + "=m" + i).toList();
    }

    @Test
    void a_filter_without_wildcards_asks_the_owner_alone() {
        RetainWorld world = world(20);
        for (int i = 0; i < 20; i++) {
            assertThat(world.nodes.getFirst().ask("t/" + i).takeAll().got).containsExactly("t/" + i + "=m" + i);
        }
        RetainWorld.Asked nothing = world.nodes.getFirst().ask("none").takeAll();
        assertThat(nothing.more).isFalse();
        assertThat(world.nodes.getFirst().figure(Figure.PAGES_ASKED)).isEqualTo(21);
    }

    @Test
    void a_filter_with_wildcards_gets_what_each_node_has() {
        RetainWorld world = world(300);
        for (RetainWorld.Node node : world.nodes) {
            RetainWorld.Asked asked = node.ask("t/+").takeAll();
            assertThat(asked.got).containsExactlyInAnyOrderElementsOf(all(300));
            assertThat(asked.more).isFalse();
        }
    }

    @Test
    void ten_thousand_messages_come_in_pages_as_they_are_taken() {
        RetainWorld world = world(10_000);
        RetainWorld.Asked asked = world.nodes.getFirst().ask("#");
        world.settle();
        long pages = world.nodes.getFirst().figure(Figure.PAGES_ASKED);
        assertThat(pages).as("what is asked for while nothing is taken").isLessThan(10);
        world.pass(10_000);
        assertThat(world.nodes.getFirst().figure(Figure.PAGES_ASKED)).isEqualTo(pages);
        while (asked.more) {
            asked.take(7);
            world.settle();
        }
        assertThat(asked.got).containsExactlyInAnyOrderElementsOf(all(10_000));
        assertThat(world.nodes.getFirst().figure(Figure.UNANSWERED)).isZero();
    }

    @Test
    void a_node_that_does_not_answer_is_left_out_after_three_seconds() {
        RetainWorld world = world(300);
        RetainWorld.Node silent = world.nodes.get(1);
        RetainWorld.Asked asked = world.nodes.getFirst().ask("#");
        world.network.cutAll(silent.id);
        world.settle();
        asked.take(1000);
        world.pass(2900);
        asked.take(1000);
        assertThat(asked.more).isTrue();
        world.pass(200);
        asked.take(1000);
        assertThat(asked.more).isFalse();
        assertThat(asked.got).hasSize(300 - silent.kept.size());
        assertThat(world.nodes.getFirst().figure(Figure.UNANSWERED)).isOne();
    }

    @Test
    void a_question_survives_a_link_that_breaks() {
        RetainWorld world = world(3000);
        RetainWorld.Asked asked = world.nodes.getFirst().ask("#");
        for (int i = 0; i < 20; i++) {
            world.step();
            world.cutSomeLink();
            asked.take(100);
            world.connectAll();
            world.pass(50);
        }
        asked.takeAll();
        assertThat(asked.got).containsExactlyInAnyOrderElementsOf(all(3000));
    }

    @Test
    void what_moves_while_it_is_asked_for_comes_from_the_new_owner() {
        RetainWorld world = world(3000);
        RetainWorld.Node from = world.nodes.get(1);
        RetainWorld.Node to = world.nodes.get(2);
        RetainWorld.Asked asked = world.nodes.getFirst().ask("#");
        IntStream.range(0, 5).forEach(_ -> world.step());
        List<Integer> moved = IntStream.range(0, VShard.COUNT)
                .filter(vshard -> from.id.equals(world.owners[vshard]))
                .limit(500)
                .boxed()
                .toList();
        moved.forEach(world::release);
        asked.takeAll();
        assertThat(asked.more).isTrue();
        moved.forEach(vshard -> world.acquire(vshard, to));
        for (int i = 0; i < 10; i++) {
            world.pass(50);
            asked.takeAll();
        }
        assertThat(asked.more).isFalse();
        assertThat(asked.got).containsAll(all(3000));
        assertThat(world.nodes.getFirst().figure(Figure.UNANSWERED)).isZero();
    }

    @Test
    void what_a_node_had_that_left_is_asked_of_its_successor() {
        RetainWorld world = world(300);
        RetainWorld.Node dead = world.nodes.get(1);
        RetainWorld.Node successor = world.nodes.get(2);
        RetainWorld.Asked asked = world.nodes.getFirst().ask("#");
        world.network.cutAll(dead.id);
        List<Integer> its = IntStream.range(0, VShard.COUNT)
                .filter(vshard -> dead.id.equals(world.owners[vshard]))
                .boxed()
                .toList();
        its.forEach(world::release);
        world.nodes.getFirst().left(dead);
        world.pass(100);
        its.forEach(vshard -> world.acquire(vshard, successor));
        world.pass(100);
        asked.takeAll();
        assertThat(asked.got).containsExactlyInAnyOrderElementsOf(all(300));
        assertThat(asked.more).isFalse();
    }

    @Test
    void virtual_shards_that_nobody_owns_are_left_out_after_three_seconds() {
        RetainWorld world = world(0);
        world.release(VShard.of(Topic.of("t").utf8()));
        RetainWorld.Asked asked = world.nodes.getFirst().ask("t").takeAll();
        world.pass(2900);
        assertThat(asked.takeAll().more).isTrue();
        world.pass(200);
        assertThat(asked.takeAll().more).isFalse();
        assertThat(asked.arrived).isOne();
        assertThat(world.nodes.getFirst().figure(Figure.UNANSWERED)).isOne();
    }

    @Test
    void a_message_that_no_frame_takes_is_left_out_and_the_others_come() {
        RetainWorld world = world(100);
        RetainWorld.Node owner = world.owner("t/50");
        RetainWorld.Node other =
                world.nodes.stream().filter(node -> node != owner).findFirst().orElseThrow();
        Message large = RetainWorld.message("t/50", "x".repeat(2 << 20));
        owner.kept.put(large.topic(), large);
        assertThat(other.ask("#").takeAll().got)
                .hasSize(99)
                .containsAll(all(100).stream()
                        .filter(each -> !each.startsWith("t/50="))
                        .toList());
        assertThat(owner.figure(Figure.TOO_LARGE)).isPositive();
    }

    @Test
    void expired_messages_are_not_given() {
        RetainWorld world = world(0);
        Message message = RetainWorld.message("t", "m").expiringAt(world.millis + 100);
        world.owner("t").kept.put(message.topic(), message);
        RetainWorld.Asked asked = world.nodes.getFirst().ask("t");
        world.settle();
        world.pass(200);
        assertThat(asked.takeAll().got).isEmpty();
    }

    @Test
    void a_node_that_is_not_known_as_member_is_not_asked() {
        RetainWorld world = world(0);
        int vshard = VShard.of(Topic.of("t").utf8());
        world.release(vshard);
        world.owners[vshard] = new NodeId("stranger", 1);
        RetainWorld.Asked asked = world.nodes.getFirst().ask("t").takeAll();
        world.pass(4000);
        assertThat(asked.takeAll().more).isFalse();
    }
}
