package io.hongyan.cluster.node;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.connection.ConnectionOptions;
import io.hongyan.cluster.deliver.DeliveryOptions;
import io.hongyan.cluster.link.LinkOptions;
import io.hongyan.cluster.member.LeaseSettings;
import io.hongyan.cluster.member.MemberRecord;
import io.hongyan.cluster.owner.OwnerSettings;
import io.hongyan.cluster.retain.RetainOptions;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/// What a node is.
///
/// @param cluster the id of the cluster
/// @param name of the node, the same for ever
/// @param incarnation larger with each start of the node: [#incarnation(Agreement)]
/// @param address where other nodes reach its port for links, host and port; empty = where it is bound
/// @param bind where it takes links
/// @param version of the program
/// @param startedMillis when the process started, wall milliseconds
/// @param home what proves that a process before this one has ended, see [MemberRecord#home]; may be empty
/// @param serverReference where clients reach it: [MemberRecord#serverReference]; empty = they are not sent to it
public record NodeSettings(
        String cluster,
        String name,
        long incarnation,
        String address,
        InetSocketAddress bind,
        String version,
        long startedMillis,
        String home,
        String serverReference,
        LeaseSettings lease,
        OwnerSettings owners,
        LinkOptions links,
        ConnectionOptions connections,
        DeliveryOptions deliveries,
        RetainOptions retained) {
    public NodeSettings {
        MemberRecord.checkName(cluster);
        MemberRecord.checkName(name);
        if (incarnation < 1) {
            throw new IllegalArgumentException("incarnation " + incarnation);
        }
    }

    /// An incarnation for a start that begins now: no start that was seen by others before has one as high, since it
    /// has written to the agreement after it had asked.
    public static CompletableFuture<Long> incarnation(Agreement agreement) {
        return agreement.range("cluster").thenApply(Range::revision);
    }
}
