package io.hongyan.cluster.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Links follow the members.
class MembersTest extends TestCluster {
    private static final int LOOPS = 2;

    private TestNode loops(String name, long incarnation) {
        return node(new Self(CLUSTER, name, incarnation, LOOPS), certificate(name, authority), TLS);
    }

    private static void join(List<TestNode> nodes) {
        Node[] all = nodes.stream().map(TestNode::node).toArray(Node[]::new);
        nodes.forEach(node -> node.members(all)); // itself, too, which it passes over
        for (TestNode from : nodes) {
            for (TestNode to : nodes) {
                if (from != to) {
                    awaitLinks(from, to);
                }
            }
        }
    }

    @Test
    void each_loop_of_three_nodes_has_links_to_each_loop_of_the_others_and_answers_come_back_on_them() {
        List<TestNode> nodes =
                Stream.of("a", "b", "c").map(name -> loops(name, 1)).toList();
        for (TestNode node : nodes) {
            for (int loop = 0; loop < LOOPS; loop++) {
                int own = loop;
                RecordingUser user = node.users.get(loop);
                user.onFrame = (link, body) -> {
                    if (link.asked()) {
                        user.bodies.add(body);
                    } else { // who answers: node and loop
                        String answer = new String(body, UTF_8) + " answered by " + node.self.name() + own;
                        RecordingUser.send(link, answer.getBytes(UTF_8));
                    }
                };
            }
        }
        join(nodes);
        for (TestNode node : nodes) {
            Awaitility.await().until(() -> openLinks(node, 0) == 8 && openLinks(node, 1) == 8);
            for (int loop = 0; loop < LOOPS; loop++) {
                node.on(loop, links -> {
                    links.open().stream().filter(Link::asked).forEach(link -> {
                        ByteBuffer room = link.frame(RecordingUser.TYPE, 2);
                        assertThat(room).isNotNull();
                        room.put((byte) link.node().charAt(0)).put((byte) ('0' + link.loop()));
                    });
                    return 0;
                });
            }
        }
        for (TestNode node : nodes) {
            for (RecordingUser user : node.users) {
                Awaitility.await().until(() -> user.bodies.size() == 4);
                assertThat(user.bodies)
                        .extracting(body -> new String(body, UTF_8))
                        .allSatisfy(text -> assertThat(text).endsWith("answered by " + text.substring(0, 2)))
                        .doesNotHaveDuplicates();
            }
        }
    }

    private static int openLinks(TestNode node, int loop) {
        return node.on(loop, links -> links.open().size());
    }

    @Test
    void a_node_that_left_has_no_links_and_its_next_incarnation_has_new_ones() {
        TestNode a = plain("a");
        TestNode b = plain("b");
        join(List.of(a, b));
        Link before = a.to("b");
        a.members();
        Awaitility.await().until(() -> openLinks(a, 0) == 0);
        assertThat(a.events.ends).allSatisfy(end -> assertThat(end.kind()).isEqualTo(LinkEnd.Kind.LEFT));
        assertThat(a.is(0, links -> before.isOpen())).isFalse();
        // It is refused as long as it is no member.
        Awaitility.await()
                .until(() ->
                        a.events.refused.stream().anyMatch(each -> each.reason() == Refusal.Reason.UNKNOWN_MEMBER));
        b.close();
        TestNode again = node(new Self(CLUSTER, "b", 2, 1), null, PLAIN);
        again.members(a.node());
        a.members(again.node());
        awaitLinks(a, again);
        awaitLinks(again, a);
        assertThat(a.to("b").incarnation()).isEqualTo(2);
    }

    @Test
    void a_node_that_came_back_before_it_was_missed_replaces_its_former_self() {
        TestNode a = plain("a");
        TestNode b = plain("b");
        join(List.of(a, b));
        TestNode again = node(new Self(CLUSTER, "b", 2, 1), null, PLAIN);
        again.members(a.node());
        // Not known yet: it asks again, and the links of the former one stay.
        Awaitility.await()
                .until(() -> again.links.getFirst().counters().refusalsByOthers(Refusal.Reason.UNKNOWN_MEMBER) > 0);
        assertThat(a.events.ends).isEmpty();
        a.members(again.node());
        awaitLinks(again, a);
        awaitLinks(a, again);
        assertThat(a.events.ends).contains(new LinkEnd(LinkEnd.Kind.LEFT, "b came back with incarnation 2"));
        // The former one, which goes on as if nothing were, is told so.
        Awaitility.await()
                .until(() ->
                        a.events.refused.stream().anyMatch(each -> each.reason() == Refusal.Reason.OLDER_INCARNATION));
        Awaitility.await()
                .until(() -> b.links.getFirst().counters().refusalsByOthers(Refusal.Reason.OLDER_INCARNATION) > 0);
    }
}
