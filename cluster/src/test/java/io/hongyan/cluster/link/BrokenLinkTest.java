package io.hongyan.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A link that breaks is told to its users and comes back.
class BrokenLinkTest extends TestCluster {
    private static final byte[] BODY = new byte[100_000];

    private final TestNode a = plain("a", QUICK);
    private final TestNode b = plain("b", QUICK);

    /// The links of a go through it, those of b do not.
    private Forwarder between() throws Exception {
        Forwarder forwarder = ends(new Forwarder(b.port()));
        a.members(b.node(forwarder.address()));
        b.members(a.node());
        awaitLinks(a, b);
        return forwarder;
    }

    @Test
    void a_connection_that_is_cut_in_the_middle_of_a_frame_ends_the_link_and_another_one_follows() throws Exception {
        Forwarder forwarder = between();
        Link before = a.to("b");
        forwarder.cutAfter(BODY.length / 2);
        a.run(0, () -> RecordingUser.send(before, BODY));
        Awaitility.await().until(() -> a.users.getFirst().closed.size() == 1);
        assertThat(a.users.getFirst().closed.getFirst().kind()).isEqualTo(LinkEnd.Kind.LOST);
        Awaitility.await().until(() -> b.events.ended(LinkEnd.Kind.LOST));
        awaitLinks(a, b);
        Link after = a.to("b");
        assertThat(after).isNotSameAs(before);
        assertThat(a.is(0, links -> RecordingUser.send(before, BODY))).isFalse();
        a.run(0, () -> RecordingUser.send(after, new byte[] {3}));
        Awaitility.await().until(() -> !b.users.getFirst().bodies.isEmpty());
        assertThat(b.users.getFirst().bodies).containsExactly(new byte[] {3});
        assertThat(a.count(LinkCounters.Figure.REOPENED)).isEqualTo(1);
    }

    @Test
    void a_side_that_says_nothing_any_more_is_left_by_both_and_found_again() throws Exception {
        Forwarder forwarder = between();
        forwarder.stand(true);
        Awaitility.await().until(() -> a.events.ended(LinkEnd.Kind.SILENT));
        Awaitility.await().until(() -> b.events.ended(LinkEnd.Kind.SILENT));
        assertThat(a.is(0, links -> links.to("b", 0) == null)).isTrue();
        // Connected, and no answer to HELLO.
        Awaitility.await().until(() -> a.events.notOpened.contains("b: no answer to HELLO came in time"));
        forwarder.stand(false);
        awaitLinks(a, b);
        assertThat(a.count(LinkCounters.Figure.SILENT)).isPositive();
    }

    @Test
    void a_node_that_is_not_there_is_tried_again_until_it_is() throws Exception {
        Forwarder forwarder = ends(new Forwarder(b.port()));
        Node nowhere = b.node(forwarder.address());
        forwarder.close();
        a.members(nowhere);
        b.members(a.node());
        Awaitility.await().until(() -> a.count(LinkCounters.Figure.NOT_OPENED) >= 2);
        assertThat(a.events.notOpened).hasSize(1); // the others are like it
        assertThat(a.events.notOpened.getFirst()).startsWith("b: cannot connect to ");
        a.members(b.node()); // it has another address now
        awaitLinks(a, b);
    }

    @Test
    void what_a_user_throws_ends_the_link_alone_is_reported_and_the_link_comes_back() throws Exception {
        join(a, b);
        awaitLinks(a, b);
        awaitLinks(b, a);
        b.users.getFirst().onFrame = (link, body) -> {
            throw new IllegalStateException("a user that fails");
        };
        Link before = a.to("b");
        Link other = b.to("a");
        a.run(0, () -> RecordingUser.send(before, BODY));
        Awaitility.await().until(() -> !b.events.failures.isEmpty());
        assertThat(b.events.failures.getFirst()).hasMessage("a user that fails");
        assertThat(b.events.ended(LinkEnd.Kind.FAILED)).isTrue();
        Awaitility.await().until(() -> a.events.ended(LinkEnd.Kind.LOST));
        awaitLinks(a, b);
        assertThat(b.is(0, links -> other.isOpen())).isTrue();
        assertThat(b.count(LinkCounters.Figure.FAILURES)).isEqualTo(1);
    }

    @Test
    void a_frame_that_nobody_takes_ends_the_link() {
        join(a, b);
        awaitLinks(a, b);
        Link link = a.to("b");
        a.run(0, () -> {
            ByteBuffer room = link.frame(Link.LAST_TYPE, 0);
            assertThat(room).isNotNull();
        });
        Awaitility.await().until(() -> b.events.ended(LinkEnd.Kind.PROTOCOL));
        assertThat(b.events.ends)
                .contains(new LinkEnd(
                        LinkEnd.Kind.PROTOCOL,
                        "a sent what no node sends: a frame of type 255, which nobody takes here"));
    }
}
