package io.hongyan.cluster.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.deliver.DeliveryCounters.Figure;
import io.hongyan.cluster.peer.FakeNetwork;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.peer.NodeLinkUser;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveriesTest {
    private static final DeliveryOptions SMALL = new DeliveryOptions(64 << 10, 32);

    private static DeliveryWorld two() {
        DeliveryWorld world = new DeliveryWorld(1, DeliveryOptions.USUAL);
        world.start("a", 1, 1);
        world.start("b", 1, 1);
        world.join();
        world.nodes.get(1).subscribe("t");
        world.settle();
        return world;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void links_that_break_lose_nothing_and_repeat_nothing_and_keep_the_order(long seed) {
        DeliveryWorld world = new DeliveryWorld(seed, SMALL);
        world.start("a", 1, 2);
        world.start("b", 1, 3);
        world.start("c", 1, 1);
        world.join();
        world.nodes.forEach(node -> node.subscribe("t"));
        world.settle();
        Map<DeliveryWorld.Shard, Integer> sent = new HashMap<>();
        for (int i = 0; i < 40_000; i++) {
            DeliveryWorld.Shard shard = world.anyShard();
            int what = world.random.nextInt(1000);
            if (what < 200) {
                shard.loop.step();
            } else if (what < 550) {
                world.network.step();
            } else if (what < 700 && !shard.local.open.isEmpty()) {
                shard.local.finish(world.random.nextInt(shard.local.open.size()));
            } else if (what < 900 && !shard.deliveries.congested()) {
                int number = sent.merge(shard, 1, Integer::sum);
                assertThat(shard.publish(name(shard) + number, QoS.AT_LEAST_ONCE))
                        .isEqualTo(2);
            } else if (what < 990) {
                world.connectAll();
            } else if (what < 997) {
                shard.links.values().stream().findAny().ifPresent(world.network::cut);
            }
            for (NodeFigures figures : shard.deliveries.figures()) {
                assertThat(figures.unconfirmed()).isLessThanOrEqualTo(SMALL.windowMessages() + 1);
            }
        }
        world.connectAll();
        world.settle();
        assertThat(world.network.reasons()).isEmpty();
        sent.forEach((shard, count) -> {
            assertThat(shard.confirmed).isEqualTo(2 * count);
            assertThat(shard.deliveries.counters().value(Figure.UNCONFIRMED)).isZero();
            List<String> expected = IntStream.rangeClosed(1, count)
                    .mapToObj(number -> name(shard) + number)
                    .toList();
            for (DeliveryWorld.Node other : world.nodes) {
                if (other != shard.node) {
                    assertThat(other.published().stream().filter(each -> each.startsWith(name(shard))))
                            .containsExactlyElementsOf(expected);
                }
            }
        });
        assertThat(world.nodes.stream()
                        .flatMap(node -> node.shards.stream())
                        .mapToLong(shard -> shard.deliveries.counters().value(Figure.REPEATED))
                        .sum())
                .isPositive();
    }

    private static String name(DeliveryWorld.Shard shard) {
        return shard.node.id.name() + shard.index + "-";
    }

    @Test
    void a_confirmation_that_was_lost_is_given_again_without_a_second_delivery() {
        DeliveryWorld world = two();
        DeliveryWorld.Shard one = world.nodes.get(0).shards.getFirst();
        DeliveryWorld.Shard other = world.nodes.get(1).shards.getFirst();
        one.publish("m", QoS.AT_LEAST_ONCE);
        world.network.step();
        other.local.finish(0);
        other.loop.run();
        world.network.cutAll(one.node.id);
        world.connectAll();
        world.settle();
        assertThat(other.local.published).containsExactly("m");
        assertThat(one.confirmed).isEqualTo(1);
        assertThat(other.deliveries.counters().value(Figure.KNOWN_ALREADY)).isEqualTo(1);
    }

    @Test
    void messages_of_quality_0_wait_for_a_link_and_are_dropped_when_too_many_wait() {
        DeliveryWorld world = new DeliveryWorld(1, SMALL);
        world.start("a", 1, 1);
        world.start("b", 1, 1);
        world.join();
        world.nodes.get(1).subscribe("t");
        world.settle();
        DeliveryWorld.Shard one = world.nodes.get(0).shards.getFirst();
        world.network.cutAll(one.node.id);
        for (int i = 0; i < 100; i++) {
            one.publish("m" + i, QoS.AT_MOST_ONCE);
        }
        assertThat(one.deliveries.congested()).isTrue();
        world.connectAll();
        world.settle();
        assertThat(world.nodes.get(1).published()).hasSize(65).startsWith("m0", "m1");
        assertThat(one.deliveries.counters().value(Figure.DROPPED)).isEqualTo(35);
        assertThat(one.deliveries.congested()).isFalse();
    }

    @Test
    void a_shared_subscription_is_served_by_one_node_in_turn_unless_it_was_served() {
        DeliveryWorld world = new DeliveryWorld(3, DeliveryOptions.USUAL);
        world.start("a", 1, 1);
        world.start("b", 1, 1);
        world.start("c", 1, 1);
        world.join();
        world.nodes.get(1).subscribe("$share/g/t");
        world.nodes.get(2).subscribe("$share/g/t");
        world.nodes.get(2).subscribe("+");
        world.settle();
        DeliveryWorld.Shard one = world.nodes.get(0).shards.getFirst();
        for (int i = 0; i < 10; i++) {
            one.publish("m" + i, QoS.AT_LEAST_ONCE);
        }
        one.deliveries.publish(
                "i",
                DeliveryWorld.TOPIC,
                DeliveryWorld.message("served", QoS.AT_LEAST_ONCE),
                Set.of("$share/g/t"),
                null,
                () -> {});
        world.settle();
        RecordingShard b = world.nodes.get(1).shards.getFirst().local;
        RecordingShard c = world.nodes.get(2).shards.getFirst().local;
        assertThat(b.shared).hasSize(5).containsOnly(Set.of("$share/g/t"));
        assertThat(c.published).hasSize(11);
        assertThat(c.shared.stream().filter(filters -> !filters.isEmpty())).hasSize(5);
        assertThat(one.confirmed).isEqualTo(15);
    }

    @Test
    void an_address_other_than_the_topic_travels_with_the_message() {
        DeliveryWorld world = two();
        world.nodes.get(1).subscribe("x/y");
        world.settle();
        DeliveryWorld.Shard one = world.nodes.get(0).shards.getFirst();
        one.deliveries.publish(
                "i", Topic.of("x/y"), DeliveryWorld.message("m", QoS.AT_MOST_ONCE), Set.of(), null, null);
        one.publish("n", QoS.AT_MOST_ONCE);
        world.settle();
        assertThat(world.nodes.get(1).shards.getFirst().local.addresses)
                .containsExactly(Topic.of("x/y"), DeliveryWorld.TOPIC);
    }

    @Test
    void a_node_that_was_taken_for_gone_gets_what_is_sent_to_it_afterwards() {
        DeliveryWorld world = two();
        DeliveryWorld.Node a = world.nodes.get(0);
        DeliveryWorld.Node b = world.nodes.get(1);
        DeliveryWorld.Shard one = a.shards.getFirst();
        one.publish("1", QoS.AT_LEAST_ONCE);
        one.publish("2", QoS.AT_LEAST_ONCE);
        world.network.step();
        world.network.cutAll(b.id);
        a.left(b); // and b has heard of nothing
        assertThat(one.confirmed).isEqualTo(2); // it served nobody
        a.joined(b);
        world.connectAll();
        world.settle();
        assertThat(one.publish("3", QoS.AT_LEAST_ONCE)).isEqualTo(1);
        world.settle();
        assertThat(world.network.reasons()).isEmpty();
        assertThat(b.published()).containsExactly("1", "3");
        assertThat(one.confirmed).isEqualTo(3);
    }

    @Test
    void a_message_for_a_client_goes_to_the_new_owner_as_soon_as_there_is_one() {
        DeliveryWorld world = new DeliveryWorld(1, SMALL);
        DeliveryWorld.Node a = world.start("a", 1, 1);
        DeliveryWorld.Node b = world.start("b", 1, 1);
        DeliveryWorld.Node c = world.start("c", 1, 1);
        world.join();
        world.settle();
        DeliveryWorld.Shard one = a.shards.getFirst();
        int vshard = VShard.ofClient("client");
        one.deliver("client", "0"); // no owner at all
        world.owners.put(vshard, b.id);
        one.deliver("client", "1");
        one.loop.tick();
        one.deliver("client", "2");
        world.network.cutAll(b.id);
        world.nodes.remove(b);
        a.left(b);
        one.loop.tick();
        assertThat(one.confirmed).isZero();
        world.owners.put(vshard, c.id);
        one.deliveries.ownersChanged();
        one.deliver("client", "3");
        world.settle();
        assertThat(c.shards.getFirst().local.delivered).containsExactly("client:0", "client:1", "client:2", "client:3");
        assertThat(one.confirmed).isEqualTo(4);
        world.owners.put(vshard, a.id);
        one.deliver("client", "4");
        world.settle();
        assertThat(one.local.delivered).containsExactly("client:4");
        assertThat(one.confirmed).isEqualTo(5);
    }

    @Test
    void a_node_that_does_not_own_a_client_returns_its_messages() {
        DeliveryWorld world = new DeliveryWorld(1, SMALL);
        DeliveryWorld.Node a = world.start("a", 1, 1);
        DeliveryWorld.Node b = world.start("b", 1, 1);
        DeliveryWorld.Node c = world.start("c", 1, 1);
        world.join();
        world.settle();
        DeliveryWorld.Shard one = a.shards.getFirst();
        int vshard = VShard.ofClient("client");
        world.owners.put(vshard, b.id);
        for (int i = 0; i < 10; i++) {
            one.deliver("client", "" + i);
        }
        world.owners.put(vshard, c.id);
        world.network.step();
        world.network.step();
        b.shards.getFirst().loop.run();
        world.network.cutAll(b.id); // what was returned is not known yet
        world.connectAll();
        world.settle();
        assertThat(one.deliveries.counters().value(Figure.HELD)).isEqualTo(10);
        one.loop.tick();
        world.settle();
        assertThat(c.shards.getFirst().local.delivered)
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "client:" + i).toList());
        assertThat(b.shards.getFirst().local.delivered).isEmpty();
        assertThat(one.confirmed).isEqualTo(10);
    }

    @Test
    void a_message_that_no_frame_holds_is_counted_and_does_not_stop_the_others() {
        DeliveryWorld world = two();
        DeliveryWorld.Shard one = world.nodes.get(0).shards.getFirst();
        one.publish("m".repeat(2 << 20), QoS.AT_LEAST_ONCE);
        one.publish("n", QoS.AT_LEAST_ONCE);
        world.settle();
        assertThat(world.nodes.get(1).published()).containsExactly("n");
        assertThat(one.confirmed).isEqualTo(2);
        assertThat(one.deliveries.counters().value(Figure.TOO_LARGE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "41:0000000000000005", // a gap
                "41:0000000000000001", // nothing after the number
                "41:00000000000000010001690000000000112233", // no message
                "40:00000000000000010000000000000000", // from number 0
                "40:0000000000000001", // from no number
                "44:0000000000000001", // an answer where a question belongs
                "45:00000000000000010000000000000001"
            })
    void a_frame_that_no_node_sends_ends_the_link_with_a_reason(String frame) {
        DeliveryWorld world = two();
        NodeLink link = world.nodes.get(0).shards.getFirst().links.get(world.nodes.get(1).id);
        if (link == null) {
            throw new IllegalStateException();
        }
        byte[] bytes = HexFormat.of().parseHex(frame.substring(3));
        ByteBuffer body = link.frame(Integer.parseInt(frame.substring(0, 2)), bytes.length);
        if (body == null) {
            throw new IllegalStateException();
        }
        body.put(bytes);
        world.settle();
        assertThat(world.network.reasons()).hasSize(1);
    }

    @Test
    void a_confirmation_of_what_was_not_sent_ends_the_link() {
        DeliveryWorld world = two();
        List<NodeLink> links = new ArrayList<>();
        DeliveryWorld.Shard other = world.nodes.get(1).shards.getFirst();
        world.network.connect(
                new FakeNetwork.End(
                        world.nodes.get(0).id, 0, world.nodes.get(0).shards.getFirst()),
                new FakeNetwork.End(other.node.id, 0, new Keeping(links)));
        ByteBuffer body = links.getFirst().frame(DeliveryFrames.CONFIRM, 16);
        if (body == null) {
            throw new IllegalStateException();
        }
        body.putLong(1).putLong(9);
        world.settle();
        assertThat(world.network.reasons()).hasSize(1);
    }

    /// Keeps the links that come.
    private record Keeping(List<NodeLink> links) implements NodeLinkUser {
        @Override
        public void opened(NodeLink link) {
            links.add(link);
        }

        @Override
        public void received(NodeLink link, int type, ByteBuffer body) {}

        @Override
        public void drained(NodeLink link) {}

        @Override
        public void closed(NodeLink link) {}
    }
}
