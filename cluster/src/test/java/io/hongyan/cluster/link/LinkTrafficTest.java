package io.hongyan.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What travels over a link that is well.
class LinkTrafficTest extends TestCluster {
    private static final int FRAMES = 5_000;

    private TestNode node(String name, boolean tls) {
        return tls ? secure(name, name, authority) : plain(name);
    }

    private static List<byte[]> bodies(long seed) {
        Random random = new Random(seed);
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            byte[] body = new byte[i % 500 == 0 ? 200_000 : random.nextInt(2_000)];
            random.nextBytes(body);
            bodies.add(body);
        }
        return bodies;
    }

    /// As many as are taken at once, the others when there is room again.
    private static void sendAll(TestNode from, Link link, List<byte[]> bodies) {
        int sent = 0;
        while (sent < bodies.size()) {
            int first = sent;
            sent += from.on(0, links -> {
                if (!link.isOpen()) {
                    throw new IllegalStateException("closed: " + from.events.ends);
                }
                int taken = 0;
                while (first + taken < bodies.size()
                        && !link.congested()
                        && RecordingUser.send(link, bodies.get(first + taken))) {
                    taken++;
                }
                return taken;
            });
        }
    }

    private static void expect(Queue<byte[]> received, List<byte[]> sent) {
        Awaitility.await().until(() -> received.size() == sent.size());
        int i = 0;
        for (byte[] body : received) {
            assertThat(body).as("frame " + i).isEqualTo(sent.get(i++));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void frames_of_all_sizes_arrive_in_order_both_ways_on_one_link(boolean tls) {
        TestNode a = node("a", tls);
        TestNode b = node("b", tls);
        a.members(b.node());
        b.members(a.node());
        awaitLinks(a, b);
        Link asked = a.to("b");
        Link answering = b.users.getFirst().opened.stream()
                .filter(link -> !link.asked())
                .findFirst()
                .orElseThrow();
        sendAll(a, asked, bodies(1));
        sendAll(b, answering, bodies(2));
        expect(b.users.getFirst().bodies, bodies(1));
        expect(a.users.getFirst().bodies, bodies(2));
        assertThat(Stream.of(a, b).flatMap(each -> each.events.ends.stream())).isEmpty();
    }

    @Test
    void both_sides_know_what_they_agreed_on() {
        TestNode a = plain("a");
        TestNode b = plain("b");
        a.members(b.node());
        b.members(a.node());
        awaitLinks(a, b);
        awaitLinks(b, a);
        Link link = a.to("b");
        assertThat(link.asked()).isTrue();
        assertThat(link.version()).isEqualTo(1);
        assertThat(link.incarnation()).isEqualTo(1);
        assertThat(link.largestBody()).isEqualTo((16 << 20) + (64 << 10) - 1);
        Awaitility.await().until(() -> b.users.getFirst().opened.size() == 2);
        assertThat(b.users.getFirst().opened)
                .allSatisfy(other -> assertThat(other.node()).isEqualTo("a"))
                .extracting(Link::asked)
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void the_largest_frame_goes_through_and_a_larger_one_is_the_users_fault() {
        TestNode a = plain("a");
        TestNode b = plain("b");
        join(a, b);
        awaitLinks(a, b);
        Link link = a.to("b");
        byte[] largest = new byte[link.largestBody()];
        largest[largest.length - 1] = 7;
        assertThat(a.is(0, links -> RecordingUser.send(link, largest))).isTrue();
        Awaitility.await().until(() -> !b.users.getFirst().bodies.isEmpty());
        assertThat(b.users.getFirst().bodies.element()).isEqualTo(largest);
        AtomicReference<Exception> fault = new AtomicReference<>();
        a.run(0, () -> {
            try {
                RecordingUser.send(link, new byte[largest.length + 1]);
            } catch (IllegalArgumentException tooLarge) {
                fault.set(tooLarge);
            }
        });
        assertThat(fault.get()).hasMessageContaining("not " + (largest.length + 1));
    }

    @Test
    void a_frame_that_its_user_left_unfinished_is_not_sent() {
        TestNode a = plain("a");
        TestNode b = plain("b");
        join(a, b);
        awaitLinks(a, b);
        Link link = a.to("b");
        a.run(0, () -> {
            RecordingUser.send(link, new byte[] {1});
            ByteBuffer room = link.frame(RecordingUser.TYPE, 10);
            assertThat(room).isNotNull();
            RecordingUser.send(link, new byte[] {2});
        });
        Awaitility.await().until(() -> b.users.getFirst().bodies.size() == 2);
        assertThat(b.users.getFirst().bodies).containsExactly(new byte[] {1}, new byte[] {2});
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void idle_links_are_kept_by_pings_whose_round_trip_is_measured(boolean tls) {
        TestNode a = node(new Self(CLUSTER, "a", 1, 1), tls ? certificate("a", authority) : null, QUICK);
        TestNode b = node(new Self(CLUSTER, "b", 1, 1), tls ? certificate("b", authority) : null, QUICK);
        join(a, b);
        awaitLinks(a, b);
        LinkCounters counters = a.links.getFirst().counters();
        Awaitility.await()
                .until(() ->
                        Arrays.stream(counters.roundTrips().totals().counts()).sum() >= 50);
        assertThat(a.events.ends).isEmpty();
        assertThat(counters.value(LinkCounters.Figure.FRAMES_IN)).isGreaterThanOrEqualTo(10);
    }
}
