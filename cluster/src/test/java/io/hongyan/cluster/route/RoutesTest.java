package io.hongyan.cluster.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.peer.FakeNetwork;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.peer.NodeLinkUser;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void after_any_disturbance_every_table_equals_the_true_filters(long seed) {
        // A log of 300 bytes is soon too short, so that many snapshots are sent.
        RouteWorld world = new RouteWorld(seed, 2 + (int) (seed % 3), seed % 2 == 0 ? 300 : 1 << 20);
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 5000; i++) {
                world.step();
            }
            world.settle();
            world.check();
        }
        assertThat(world.network.reasons()).isEmpty();
        assertThat(world.tasksRun).isPositive();
    }

    @Test
    void without_another_member_everything_is_known_at_once() {
        RouteWorld world = new RouteWorld(1, 1, 1000);
        RouteWorld.Node alone = world.nodes().getFirst();
        List<String> done = new ArrayList<>();
        alone.routes.added("i", TopicFilter.parse("a"));
        alone.routes.whenKnown(alone.loop, () -> done.add("known"));
        assertThat(done).containsExactly("known");
    }

    @Test
    void a_member_that_leaves_is_not_waited_for() {
        RouteWorld world = new RouteWorld(1, 2, 1000);
        RouteWorld.Node one = world.nodes().get(0);
        RouteWorld.Node two = world.nodes().get(1);
        one.join(two);
        List<String> done = new ArrayList<>();
        one.routes.added("i", TopicFilter.parse("a"));
        one.routes.whenKnown(one.loop, () -> done.add("known"));
        one.loop.run();
        assertThat(done).isEmpty();
        one.leave(two.id);
        one.loop.run();
        assertThat(done).containsExactly("known");
    }

    @Test
    void a_snapshot_replaces_what_was_known_in_one_step() {
        RouteWorld world = new RouteWorld(1, 2, 10);
        world.settle();
        RouteWorld.Node one = world.nodes().get(0);
        RouteWorld.Node two = world.nodes().get(1);
        for (int i = 0; i < 50_000; i++) {
            one.routes.added("i", TopicFilter.parse("f/" + i));
        }
        world.settle();
        assertThat(two.routes.known()).isEqualTo(50_000);
        world.network.cutAll(one.id);
        one.links.clear();
        one.routes.removed("i", TopicFilter.parse("f/0"));
        one.routes.added("i", TopicFilter.parse("new"));
        one.loop.run();
        one.connect(two);
        boolean busy = true;
        while (busy) {
            assertThat(two.reader.match("i", Topic.of("f/1")).nodes()).containsExactly(one.id);
            busy = one.loop.step();
            busy |= world.network.step();
            busy |= two.loop.step();
        }
        assertThat(two.reader.match("i", Topic.of("new")).nodes()).containsExactly(one.id);
        assertThat(two.reader.match("i", Topic.of("f/0")).isEmpty()).isTrue();
        assertThat(two.routes.known()).isEqualTo(50_000);
    }

    @Test
    void changes_go_on_while_a_snapshot_is_sent() {
        RouteWorld world = new RouteWorld(5, 2, 1 << 20);
        RouteWorld.Node one = world.nodes().get(0);
        for (int i = 0; i < 30_000; i++) {
            one.routes.added("i", TopicFilter.parse("f/" + i));
        }
        one.loop.run();
        world.settle();
        world.network.cutAll(one.id);
        one.links.clear();
        world.machines.get(1).start();
        RouteWorld.Node two = world.nodes().get(1);
        while (!one.news.isEmpty() || !two.news.isEmpty()) {
            (one.news.isEmpty() ? two : one).news.remove().run();
        }
        one.connect(two);
        int next = 0;
        boolean busy = true;
        while (busy) {
            if (next < 2000) {
                one.routes.removed("i", TopicFilter.parse("f/" + next));
                one.routes.added("i", TopicFilter.parse("g/" + next++));
            }
            busy = one.loop.step();
            busy |= world.network.step();
            busy |= two.loop.step();
        }
        assertThat(next).isEqualTo(2000);
        assertThat(two.routes.known()).isEqualTo(30_000);
        for (int i = 0; i < 30_000; i++) {
            assertThat(two.reader.match("i", Topic.of("f/" + i)).isEmpty()).isEqualTo(i < 2000);
        }
        assertThat(two.reader.match("i", Topic.of("g/1999")).nodes()).containsExactly(one.id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "33:0000000000000005000000000000000a", // a gap
                "33:00000000000000000000000000000001077f", // an unknown kind
                "33:0000000000000000000000000000000101ffffffff", // a negative count
                "33:000000000000000000000000000000010100000009", // more keys than bytes
                "33:00000000000000000000000000000001020001690000ffff00000000", // a shape that is none
                "33:000000000000000000000000000000010300016900000001000161", // a shared subscription that is none
                "34:000000000000000000", // a page in the middle of no snapshot
                "32:0000000000000000", // an answer where a question belongs
            })
    void a_frame_that_no_node_sends_ends_the_link_with_a_reason(String frame) {
        RouteWorld world = new RouteWorld(1, 2, 1000);
        RouteWorld.Node one = world.nodes().get(0);
        RouteWorld.Node two = world.nodes().get(1);
        two.join(one);
        NodeLink link = world.network.connect(
                new FakeNetwork.End(one.id, 0, new Silent()), new FakeNetwork.End(two.id, 0, two.routes));
        byte[] bytes = HexFormat.of().parseHex(frame.substring(3));
        ByteBuffer body = link.frame(Integer.parseInt(frame.substring(0, 2)), bytes.length);
        if (body == null) {
            throw new IllegalStateException();
        }
        body.put(bytes);
        while (world.network.step()) {
            two.loop.run();
        }
        assertThat(world.network.reasons())
                .hasSize(1)
                .allSatisfy(reason -> assertThat(reason).isNotBlank());
    }

    /// Says nothing.
    private static final class Silent implements NodeLinkUser {
        @Override
        public void opened(NodeLink link) {}

        @Override
        public void received(NodeLink link, int type, ByteBuffer body) {}

        @Override
        public void drained(NodeLink link) {}

        @Override
        public void closed(NodeLink link) {}
    }
}
