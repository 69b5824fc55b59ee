package io.hongyan.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.link.Refusal.Reason;
import io.hongyan.cluster.tls.ClusterAuthority;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Who is not taken hears why, and so does the operator of both sides.
class RefusalTest extends TestCluster {
    private static void expect(TestNode refuses, TestNode refused, Reason reason, String words) {
        Awaitility.await().until(() -> refuses.events.refused.stream().anyMatch(each -> each.reason() == reason));
        assertThat(refuses.events.refused)
                .anySatisfy(each -> assertThat(each.text()).contains(words));
        Awaitility.await().until(() -> !refused.events.notOpened.isEmpty());
        assertThat(refused.events.notOpened.getFirst()).contains("it refused: ", words);
        assertThat(refuses.links.getFirst().counters().refusals(reason)).isPositive();
        assertThat(refused.links.getFirst().counters().refusalsByOthers(reason)).isPositive();
        assertThat(refuses.users.getFirst().opened).isEmpty();
        assertThat(refused.users.getFirst().opened).isEmpty();
    }

    @Test
    void a_node_of_another_cluster() {
        TestNode a = plain("a");
        TestNode b = node(new Self("ducks", "b", 1, 1), null, PLAIN);
        b.members(a.node());
        expect(a, b, Reason.OTHER_CLUSTER, "a is of cluster geese, b of ducks");
    }

    @Test
    void a_node_with_the_same_name() {
        TestNode a = plain("a");
        TestNode same = plain("a");
        same.members(new Node("b", 1, a.listener.address(), 1));
        expect(a, same, Reason.OWN_NAME, "both nodes are called a; each needs a name of its own");
    }

    @Test
    void a_node_that_is_no_member() {
        TestNode a = plain("a");
        TestNode b = plain("b");
        b.members(a.node());
        expect(a, b, Reason.UNKNOWN_MEMBER, "b is no member as far as a knows");
    }

    @Test
    void a_node_of_another_age() {
        TestNode a = plain("a");
        TestNode b = node(new Self(CLUSTER, "b", 1, 1, new Versions(2, 3)), null, PLAIN);
        b.members(a.node());
        expect(a, b, Reason.NO_COMMON_VERSION, "a speaks version 1 of the protocol of links, b versions 2 to 3");
    }

    @Test
    void a_node_with_the_certificate_of_another() {
        TestNode a = secure("a", "a", authority);
        TestNode b = secure("b", "c", authority);
        b.members(a.node());
        expect(a, b, Reason.CERTIFICATE_OF_ANOTHER, "the node is called b, and its certificate is for c");
    }

    @Test
    void a_node_that_answers_with_the_certificate_of_another() {
        TestNode a = secure("a", "c", authority);
        TestNode b = secure("b", "b", authority);
        b.members(a.node());
        Awaitility.await().until(() -> !b.events.notOpened.isEmpty());
        assertThat(b.events.notOpened.getFirst()).contains("the node is called a, and its certificate is for c");
        assertThat(b.links.getFirst().counters().refusals(Reason.CERTIFICATE_OF_ANOTHER))
                .isPositive();
        Awaitility.await().until(() -> !a.events.troubles.isEmpty());
        assertThat(a.events.troubles.getFirst()).contains("the node is called a, and its certificate is for c");
    }

    @Test
    void another_node_at_the_address() {
        TestNode a = plain("a");
        TestNode b = plain("b");
        a.members(b.node());
        b.members(new Node("x", 1, a.listener.address(), 1));
        Awaitility.await().until(() -> !b.events.notOpened.isEmpty());
        assertThat(b.events.notOpened.getFirst()).isEqualTo("x: b looks for x and found a");
        Awaitility.await().until(() -> a.events.ended(LinkEnd.Kind.REFUSED));
        assertThat(a.links.getFirst().counters().refusalsByOthers(Reason.ANOTHER_NODE))
                .isPositive();
    }

    @Test
    void a_node_of_another_authority_says_so_on_both_sides() {
        ClusterAuthority other = ClusterAuthority.create(CLUSTER, new SecureRandom(), new TestClock());
        TestNode a = secure("a", "a", authority);
        TestNode b = secure("b", "b", other);
        b.members(a.node());
        Awaitility.await().until(() -> !b.events.notOpened.isEmpty());
        assertThat(b.events.notOpened.getFirst())
                .startsWith("a: cannot connect to 127.0.0.1:")
                .endsWith("no authority of this cluster vouches for its certificate, or its time is over");
        Awaitility.await().until(() -> !a.events.troubles.isEmpty());
        assertThat(a.events.troubles.getFirst())
                .contains("TLS handshake with", "does not trust the certificate of this listener");
    }

    @Test
    void a_node_that_believes_this_one_and_has_no_certificate_that_counts_here_says_so_on_both_sides()
            throws Exception {
        ClusterAuthority other = ClusterAuthority.create(CLUSTER, new SecureRandom(), new TestClock());
        Path own = certificate("b", other);
        Files.writeString(own.resolve("ca.crt"), authority.pem());
        TestNode a = secure("a", "a", authority);
        TestNode b = node(new Self(CLUSTER, "b", 1, 1), own, TLS);
        b.members(a.node());
        Awaitility.await().until(() -> !b.events.notOpened.isEmpty());
        assertThat(b.events.notOpened.getFirst()).contains("certificate");
        Awaitility.await().until(() -> !a.events.troubles.isEmpty());
        assertThat(a.events.troubles.getFirst()).contains("certificate");
    }

    @Test
    void a_loop_that_there_is_not_and_a_node_without_tls() throws Exception {
        TestNode a = plain("a");
        Self b = new Self(CLUSTER, "b", 1, 1);
        assertThat(answer(a, Hello.of(b, 0, 5, 65_536)).reason()).isEqualTo(Reason.LOOP_OUT_OF_RANGE);
        assertThat(answer(a, Hello.of(b, 1, 0, 65_536)).reason()).isEqualTo(Reason.LOOP_OUT_OF_RANGE);
        assertThat(answer(a, Hello.of(b, 0, 0, 65_536)).reason()).isEqualTo(Reason.UNKNOWN_MEMBER);
        assertThat(a.events.refused).hasSize(3);
    }

    /// What a node answers to HELLO.
    private static Refusal answer(TestNode node, Hello hello) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.getOutputStream().write(hello.frame());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] rest = new byte[in.readInt()];
            in.readFully(rest);
            assertThat(rest[0]).isEqualTo((byte) LinkFrames.REFUSED);
            return Refusal.read(ByteBuffer.wrap(rest, 1, rest.length - 1));
        }
    }
}
