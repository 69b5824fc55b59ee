package io.hongyan.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.endpoint.TlsMaterial;
import java.nio.file.Path;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A certificate that is written over the old one counts without a restart.
class RenewalTest extends TestCluster {
    @Test
    void of_a_node_that_opens_links() throws Exception {
        TestNode a = secure("a", "a", authority);
        Path own = certificate("c", authority);
        TestNode b = node(new Self(CLUSTER, "b", 1, 1), own, TLS);
        join(a, b);
        Awaitility.await()
                .until(() -> a.events.refused.stream()
                        .anyMatch(each -> each.reason() == Refusal.Reason.CERTIFICATE_OF_ANOTHER));
        authority.issue("b").write(own);
        awaitLinks(b, a);
    }

    @Test
    void of_a_node_that_takes_links() throws Exception {
        Path own = certificate("c", authority);
        TestNode a = node(new Self(CLUSTER, "a", 1, 1), own, TLS);
        TestNode b = secure("b", "b", authority);
        join(a, b);
        Awaitility.await().until(() -> !b.events.notOpened.isEmpty());
        assertThat(b.isLinked(0, "a", 0)).isFalse();
        authority.issue("a").write(own);
        TlsMaterial material = Objects.requireNonNull(a.material);
        material.reload();
        awaitLinks(b, a);
    }
}
