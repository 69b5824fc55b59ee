package io.hongyan.server.cluster;

import io.hongyan.cluster.link.Link;
import io.hongyan.cluster.link.LinkEnd;
import io.hongyan.cluster.link.Node;
import io.hongyan.cluster.link.Refusal;
import io.hongyan.cluster.member.MemberRecord;
import io.hongyan.cluster.node.NodeEvents;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/// What happens to this node and its cluster, as lines of the log and as counts. Any thread.
public final class ClusterLog implements NodeEvents {
    private static final System.Logger LOG = System.getLogger(ClusterLog.class.getName());

    private final String self;
    private final AtomicLong lost = new AtomicLong();
    private volatile String nameTaken = "";
    private volatile boolean leaving;
    private volatile Runnable whenLeft = () -> {};

    /// @param self the name of this node
    ClusterLog(String self) {
        this.self = self;
    }

    /// How often this node has lost its lease.
    public long leasesLost() {
        return lost.get();
    }

    /// Why this node cannot join; empty when nobody else has its name.
    String nameTaken() {
        return nameTaken;
    }

    /// Runs a task whenever a node is no member any more.
    public void whenLeft(Runnable task) {
        whenLeft = task;
    }

    /// What ends from now on ends because this node leaves.
    void leaving() {
        leaving = true;
    }

    @Override
    public void joined(MemberRecord member) {
        if (member.name().equals(self)) {
            nameTaken = "";
        }
        LOG.log(
                Level.INFO,
                "node {0} is in the cluster: {1}, version {2}",
                member.name(),
                member.address(),
                member.version());
    }

    @Override
    public void left(MemberRecord member) {
        LOG.log(Level.INFO, "node {0} has left the cluster, or its lease has ended", member.name());
        whenLeft.run();
    }

    @Override
    public void lostAll(String why, int vshards) {
        if (leaving) {
            return;
        }
        lost.incrementAndGet();
        LOG.log(
                Level.WARNING,
                "this node serves nobody any more until it has another lease, and had {0} virtual shards: {1}",
                Integer.toString(vshards),
                why);
    }

    @Override
    public void nameTaken(String reason) {
        nameTaken = reason;
        LOG.log(Level.ERROR, reason);
    }

    @Override
    public void unusable(MemberRecord member, String why) {
        LOG.log(Level.ERROR, "node {0} cannot be used: {1}", member.name(), why);
    }

    @Override
    public void failed(RuntimeException fault) {
        LOG.log(Level.ERROR, "something failed in the thread of the cluster, which goes on", fault);
    }

    @Override
    public void opened(Link link) {
        LOG.log(Level.DEBUG, "{0} is open", link);
    }

    @Override
    public void closed(Link link, LinkEnd why) {
        LOG.log(level(why.kind()), "{0} is closed: {1}", link, why.text());
    }

    private static Level level(LinkEnd.Kind kind) {
        return switch (kind) {
            case LEFT, REPLACED, STOPPED -> Level.DEBUG;
            case LOST, CLOSED -> Level.INFO;
            case SILENT, REFUSED, PROTOCOL, FAILED -> Level.WARNING;
        };
    }

    @Override
    public void notOpened(Node node, int loop, String why, boolean repeated) {
        if (!repeated) {
            LOG.log(
                    Level.WARNING,
                    "no link to node {0} at {1}, loop {2}: {3}; it is tried again",
                    node.name(),
                    node.address(),
                    Integer.toString(loop),
                    why);
        }
    }

    @Override
    public void refused(String node, InetSocketAddress address, Refusal why, boolean repeated) {
        if (!repeated) {
            LOG.log(
                    Level.WARNING,
                    "a link of {0}, which calls itself node {1}, was refused: {2}",
                    address,
                    node,
                    why.text());
        }
    }

    @Override
    public void troubled(String what, boolean repeated) {
        if (!repeated) {
            LOG.log(Level.WARNING, "port for links: {0}", what);
        }
    }

    @Override
    public void userFailed(Link link, RuntimeException fault) {
        LOG.log(Level.ERROR, link + " was closed by an error that nobody expected", fault);
    }
}
