package io.hongyan.cluster.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.deliver.DeliveryCounters.Figure;
import io.hongyan.codec.QoS;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages for virtual shards that go from one node to another. Node a serves all but 1 to 3, which b serves.
class HeldMessagesTest {
    private final DeliveryWorld world = new DeliveryWorld(1, new DeliveryOptions(64 << 10, 32));
    private final DeliveryWorld.Node a = world.start("a", 1, 1);
    private final DeliveryWorld.Node b = world.start("b", 1, 1);
    private final DeliveryWorld.Node c = world.start("c", 1, 1);
    private final DeliveryWorld.Shard one = a.shards.getFirst();

    @BeforeEach
    void serve() {
        world.byServer = true;
        world.join();
        for (int vshard = 1; vshard <= 3; vshard++) {
            a.routes.ended(vshard);
        }
        world.settle();
        b.serve(1, 4, 2);
        b.subscribe("t");
        world.settle();
        assertThat(a.served.unserved()).isNull();
    }

    private List<String> parts(DeliveryWorld.Node node) {
        return node.shards.getFirst().local.parts;
    }

    private void kill(DeliveryWorld.Node node) {
        world.network.cutAll(node.id);
        world.nodes.remove(node);
        world.nodes.forEach(other -> other.left(node));
    }

    @Test
    void what_a_dead_node_did_not_confirm_goes_to_those_who_serve_its_virtual_shards_next() {
        for (int i = 0; i < 20; i++) {
            assertThat(one.publish("m" + i, QoS.AT_LEAST_ONCE)).isEqualTo(1);
        }
        one.publish("lost", QoS.AT_MOST_ONCE);
        kill(b);
        world.settle();
        assertThat(one.confirmed).isZero();
        assertThat(one.deliveries.counters().value(Figure.HELD)).isEqualTo(20);
        assertThat(one.publish("later", QoS.AT_LEAST_ONCE)).isEqualTo(1);
        c.serve(1, 3, 3);
        world.settle();
        assertThat(parts(c)).hasSize(21).startsWith("m0{1, 2}", "m1{1, 2}").endsWith("later{1, 2}");
        assertThat(one.confirmed).isZero();
        a.serve(3, 4, 3);
        world.settle();
        assertThat(parts(a)).hasSize(21).startsWith("m0{3}").endsWith("later{3}");
        assertThat(one.confirmed).isEqualTo(21);
        assertThat(one.deliveries.counters().value(Figure.HELD)).isZero();
        assertThat(one.publish("last", QoS.AT_LEAST_ONCE)).isZero(); // nobody has subscribed any more
    }

    @Test
    void too_much_that_is_held_slows_publishers() {
        kill(b);
        for (int i = 0; i < 33; i++) {
            assertThat(one.deliveries.congested()).isFalse();
            one.publish("m" + i, QoS.AT_LEAST_ONCE);
        }
        assertThat(one.deliveries.congested()).isTrue();
        c.serve(1, 4, 3);
        world.settle();
        assertThat(one.deliveries.congested()).isFalse();
        assertThat(one.confirmed).isEqualTo(33);
    }

    @Test
    void what_is_under_way_to_a_node_that_has_just_ended_serving_goes_on_to_the_next_one() {
        one.publish("m", QoS.AT_LEAST_ONCE);
        b.routes.ended(1); // a has not heard of it
        world.settle();
        assertThat(b.published()).containsExactly("m");
        assertThat(one.confirmed).isZero();
        c.serve(1, 2, 3);
        world.settle();
        assertThat(parts(c)).containsExactly("m{1}");
        assertThat(one.confirmed).isEqualTo(1);
        one.publish("n", QoS.AT_LEAST_ONCE);
        world.settle();
        assertThat(parts(c)).containsExactly("m{1}");
        assertThat(b.published()).containsExactly("m", "n");
        assertThat(one.confirmed).isEqualTo(2);
    }

    @Test
    void what_is_published_after_that_waits_for_the_next_one_and_stays_behind_what_is_older() {
        b.routes.ended(1);
        world.settle();
        assertThat(one.publish("m", QoS.AT_LEAST_ONCE)).isEqualTo(2);
        assertThat(one.publish("n", QoS.AT_LEAST_ONCE)).isEqualTo(2);
        assertThat(one.publish("q", QoS.AT_MOST_ONCE)).isEqualTo(1);
        c.subscribe("t");
        c.serve(1, 2, 3);
        world.settle();
        assertThat(one.publish("o", QoS.AT_LEAST_ONCE)).isEqualTo(2);
        world.settle();
        assertThat(b.published()).containsExactly("m", "n", "q", "o");
        assertThat(parts(c)).containsExactly("m{1}", "n{1}");
        assertThat(c.published()).containsExactly("o");
        assertThat(one.confirmed).isEqualTo(6);
    }

    @Test
    void a_successor_that_dies_as_well_has_successors() {
        one.publish("m", QoS.AT_LEAST_ONCE);
        kill(b);
        c.serve(1, 4, 3);
        for (int i = 0; i < 50 && one.deliveries.counters().value(Figure.HELD) > 0; i++) {
            world.network.step();
            world.nodes.forEach(node -> node.shards.forEach(shard -> shard.loop.step()));
        }
        assertThat(one.deliveries.counters().value(Figure.HELD)).isZero(); // it is under way to c
        kill(c);
        world.settle();
        assertThat(one.confirmed).isZero();
        a.serve(1, 4, 4);
        world.settle();
        assertThat(parts(a)).containsExactly("m{1, 2, 3}");
        assertThat(one.confirmed).isEqualTo(1);
    }

    @Test
    void a_part_that_its_node_does_not_serve_comes_back_and_goes_to_who_does() {
        kill(b);
        one.publish("m", QoS.AT_LEAST_ONCE);
        c.serve(1, 4, 3);
        for (int i = 0; i < 50 && one.deliveries.counters().value(Figure.HELD) > 0; i++) {
            world.network.step();
            world.nodes.forEach(node -> node.shards.forEach(shard -> shard.loop.step()));
        }
        c.routes.ended(2);
        world.settle();
        assertThat(c.shards.getFirst().deliveries.counters().value(Figure.RETURNED))
                .isEqualTo(1);
        assertThat(parts(c)).containsExactly("m{1, 3}");
        assertThat(one.deliveries.counters().value(Figure.HELD)).isEqualTo(1);
        a.serve(2, 3, 4);
        world.settle();
        assertThat(parts(a)).containsExactly("m{2}");
        assertThat(one.confirmed).isEqualTo(1);
    }
}
