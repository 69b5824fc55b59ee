package io.hongyan.cluster.link;

import io.hongyan.cluster.tls.ClusterAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that end with the test.
class TestCluster {
    static final String CLUSTER = "geese";
    static final LinkOptions TLS = LinkOptions.USUAL;
    static final LinkOptions PLAIN = LinkOptions.USUAL.withPlain();
    /// A node that is silent is left after a second and a half.
    static final LinkOptions QUICK =
            PLAIN.withTimes(Duration.ofMillis(400), Duration.ofMillis(100), Duration.ofMillis(1500));

    @TempDir
    Path folder;

    final ClusterAuthority authority = ClusterAuthority.create(CLUSTER, new SecureRandom(), new TestClock());
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    <T extends AutoCloseable> T ends(T each) {
        open.add(each);
        return each;
    }

    /// With one loop, of the first incarnation, without TLS.
    TestNode plain(String name) {
        return plain(name, PLAIN);
    }

    TestNode plain(String name, LinkOptions options) {
        return node(new Self(CLUSTER, name, 1, 1), null, options);
    }

    TestNode node(Self self, @Nullable Path tls, LinkOptions options) {
        return ends(new TestNode(self, tls, options));
    }

    /// With one loop, of the first incarnation, with the certificate of that name.
    TestNode secure(String name, String certified, ClusterAuthority by) {
        return node(new Self(CLUSTER, name, 1, 1), certificate(certified, by), TLS);
    }

    /// The folder of a new certificate.
    Path certificate(String certified, ClusterAuthority by) {
        try {
            Path own = folder.resolve(certified + "-" + open.size());
            by.issue(certified).write(own);
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Each hears of the other.
    static void join(TestNode first, TestNode second) {
        first.members(second.node());
        second.members(first.node());
    }

    static void awaitLinks(TestNode from, TestNode to) {
        Awaitility.await().until(() -> areAll(from, to));
    }

    private static boolean areAll(TestNode from, TestNode to) {
        for (int loop = 0; loop < from.self.loops(); loop++) {
            for (int other = 0; other < to.self.loops(); other++) {
                if (!from.isLinked(loop, to.self.name(), other)) {
                    return false;
                }
            }
        }
        return true;
    }
}
