package io.hongyan.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What waits for a side that does not read has a bound, and its users are told.
class BackPressureTest extends TestCluster {
    private static final int HIGH = 256 << 10;
    private static final long MOST = 1 << 20;
    private static final LinkOptions SMALL = QUICK.withBacklog(HIGH, MOST);
    private static final byte[] BODY = new byte[1_000];

    /// Sends until the link refuses a frame.
    private static int fill(Link link) {
        int sent = 0;
        while (RecordingUser.send(link, BODY)) {
            sent++;
        }
        return sent;
    }

    @Test
    void a_side_that_pauses_bounds_what_the_other_one_keeps_and_room_is_told() {
        TestNode a = plain("a", SMALL);
        TestNode b = plain("b", SMALL);
        b.users.getFirst().onFrame = (link, body) -> {
            if (b.users.getFirst().bodies.isEmpty()) {
                link.pauseReading();
            }
            b.users.getFirst().bodies.add(body);
        };
        join(a, b);
        awaitLinks(a, b);
        Link link = a.to("b");
        AtomicInteger sent = new AtomicInteger();
        // The kernel takes some of it, until it has no more room.
        Awaitility.await()
                .until(() -> a.on(0, links -> {
                    int more = fill(link);
                    sent.addAndGet(more);
                    return more == 0 && link.backlog() > MOST - 2L * BODY.length;
                }));
        assertThat(a.is(0, links -> link.congested())).isTrue();
        assertThat(a.number(0, links -> link.backlog())).isLessThanOrEqualTo(MOST + 100); // and a PONG
        assertThat(a.count(LinkCounters.Figure.FULL)).isPositive();
        int drains = a.users.getFirst().drains.get();
        long pings = b.count(LinkCounters.Figure.FRAMES_OUT);
        // Longer than the silence after which a link is given up.
        Awaitility.await().until(() -> b.count(LinkCounters.Figure.FRAMES_OUT) > pings + 20);
        assertThat(a.events.ends).isEmpty();
        assertThat(b.events.ends).isEmpty();
        Link there = b.users.getFirst().opened.stream()
                .filter(each -> !each.asked())
                .findFirst()
                .orElseThrow();
        b.run(0, there::resumeReading);
        Awaitility.await().until(() -> a.users.getFirst().drains.get() > drains);
        Awaitility.await().until(() -> b.users.getFirst().bodies.size() == sent.get());
        assertThat(a.is(0, links -> link.congested())).isFalse();
    }

    @Test
    void room_is_told_as_soon_as_it_is_there() {
        int high = 8 << 10;
        AtomicInteger sent = new AtomicInteger();
        TestNode a = plain("a", PLAIN.withBacklog(high, MOST));
        TestNode b = plain("b", PLAIN.withBacklog(high, MOST));
        a.users.getFirst().onDrained = link -> {
            while (link.asked() && !link.congested() && RecordingUser.send(link, BODY)) {
                sent.incrementAndGet();
            }
        };
        b.users.getFirst().onFrame = (link, body) -> {};
        join(a, b);
        awaitLinks(a, b);
        Link link = a.to("b");
        a.run(0, () -> a.users.getFirst().onDrained.accept(link));
        // A thousand times full; if the tick of the links told it, that would take a hundred seconds.
        Awaitility.await().until(() -> sent.get() > 1_000 * high / BODY.length);
    }

    @Test
    void two_sides_that_flood_each_other_both_go_on() {
        TestNode a = plain("a", SMALL);
        TestNode b = plain("b", SMALL);
        AtomicLong received = new AtomicLong();
        for (TestNode node : new TestNode[] {a, b}) {
            // Each frame is answered by one as large, if there is room.
            node.users.getFirst().onFrame = (link, body) -> {
                received.incrementAndGet();
                RecordingUser.send(link, body);
            };
        }
        join(a, b);
        awaitLinks(a, b);
        Link asked = a.to("b");
        Link answering = b.users.getFirst().opened.stream()
                .filter(each -> !each.asked())
                .findFirst()
                .orElseThrow();
        a.run(0, () -> fill(asked));
        b.run(0, () -> fill(answering));
        Awaitility.await().until(() -> received.get() > 100_000);
        assertThat(a.events.ends).isEmpty();
        assertThat(b.events.ends).isEmpty();
    }

    @Test
    void nothing_is_taken_for_a_link_that_is_closed() {
        TestNode a = plain("a");
        TestNode b = plain("b");
        join(a, b);
        awaitLinks(a, b);
        Link link = a.to("b");
        a.run(0, () -> link.close("the test says so"));
        assertThat(a.is(0, links -> RecordingUser.send(link, BODY))).isFalse();
        assertThat(a.events.ends).contains(new LinkEnd(LinkEnd.Kind.CLOSED, "the test says so"));
        awaitLinks(a, b);
        assertThat(a.to("b")).isNotSameAs(link);
    }
}
