package io.hongyan.server.cluster;

import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.member.ClusterRecord;
import io.hongyan.cluster.owner.ClusterOrders;
import io.hongyan.cluster.owner.ClusterView;
import io.hongyan.cluster.owner.Owner;
import io.hongyan.server.config.ClusterConfig;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// What an operator asks of a cluster through etcd, whether or not any node runs. One thread.
public final class ClusterDesk implements AutoCloseable {
    private static final int LOOK_MILLIS = 500;
    private static final int TELL_LOOKS = 4;

    private final ClusterConfig config;
    private final Agreement agreement;
    private final ClusterRecord record;

    private ClusterDesk(ClusterConfig config, Agreement agreement, ClusterRecord record) {
        this.config = config;
        this.agreement = agreement;
        this.record = record;
    }

    /// @throws ClusterException when etcd does not answer, or there is no such cluster
    public static ClusterDesk open(ClusterConfig config) {
        Agreement agreement = EtcdAccess.ofCommand(config);
        try {
            ClusterRecord record = EtcdAccess.answer(config, ClusterRecord.read(agreement));
            if (record == null) {
                throw new ClusterException(
                        "cluster.name",
                        "there is no cluster " + config.name() + " in etcd at "
                                + String.join(", ", config.etcd().endpoints()) + "; 'hongyan cluster init' sets it up");
            }
            String newer = record.refusal(null, VShard.COUNT);
            if (newer != null) {
                throw new ClusterException("cluster.name", newer);
            }
            return new ClusterDesk(config, agreement, record);
        } catch (RuntimeException e) {
            agreement.close();
            throw e;
        }
    }

    /// What there is now.
    public ClusterStatus status() {
        return ClusterStatus.of(config.name(), record, view());
    }

    private ClusterView view() {
        return EtcdAccess.answer(config, ClusterView.read(agreement, record.vshards()));
    }

    /// Lets a node be emptied.
    ///
    /// @throws ClusterException when it is not there, or no other one could take what it has
    public void drain(String node) {
        ClusterView view = view();
        checkPresent(view, node);
        TreeSet<String> others = new TreeSet<>(view.able());
        others.remove(node);
        if (others.isEmpty()) {
            throw new ClusterException(
                    "NODE",
                    "there is no other node that could take what " + node
                            + " has: start another one, or take back what is wanted of one (hongyan cluster undrain"
                            + " NODE)");
        }
        var _ = EtcdAccess.answer(config, ClusterOrders.drain(agreement, node));
    }

    /// Lets a node have virtual shards again.
    ///
    /// @return whether it was to be emptied
    public boolean undrain(String node) {
        checkName(node);
        boolean was = view().drained().contains(node);
        var _ = EtcdAccess.answer(config, ClusterOrders.undrain(agreement, node));
        return was;
    }

    /// Waits until a node owns nothing.
    ///
    /// @param progress is told how many virtual shards are left, now and then
    /// @return whether it is empty; false when somebody took that back meanwhile, or it has left
    public boolean awaitEmpty(String node, Consumer<Integer> progress) {
        int looks = 0;
        while (true) {
            ClusterView view = view();
            int left = view.owners().count(node);
            if (left == 0) {
                return true;
            }
            if (!view.drained().contains(node)) {
                return false;
            }
            if (looks++ % TELL_LOOKS == 0) {
                progress.accept(left);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    /// Wants a virtual shard to be on a node, as long as that is there.
    ///
    /// @param vshard 0 to 4095
    public void move(int vshard, String node) {
        checkVShard(vshard);
        ClusterView view = view();
        checkPresent(view, node);
        if (view.drained().contains(node)) {
            throw new ClusterException(
                    "NODE", node + " is to be emptied; 'hongyan cluster undrain " + node + "' takes that back");
        }
        var _ = EtcdAccess.answer(config, ClusterOrders.pin(agreement, vshard, node));
    }

    /// Lets a virtual shard go where the assignment has it.
    ///
    /// @return the node that it was to be on
    public Optional<String> moveBack(int vshard) {
        checkVShard(vshard);
        Optional<String> was = Optional.ofNullable(view().pins().get(vshard));
        var _ = EtcdAccess.answer(config, ClusterOrders.unpin(agreement, vshard));
        return was;
    }

    /// The node that owns a virtual shard now.
    public Optional<String> owner(int vshard) {
        checkVShard(vshard);
        return Optional.ofNullable(view().owners().owner(vshard)).map(Owner::node);
    }

    /// Takes back what is wanted of a node that does not come back.
    ///
    /// @return whether it was to be emptied, and how many virtual shards were to be on it
    /// @throws ClusterException when it is there
    public Forgotten forget(String node) {
        checkName(node);
        ClusterView view = view();
        if (view.members().containsKey(node)) {
            throw new ClusterException(
                    "NODE",
                    node + " is in the cluster, at "
                            + view.members().get(node).address()
                            + ": stop it first. A node that was killed is gone when its lease ends, after "
                            + config.lease().toSeconds() + " s");
        }
        int pins = (int) view.pins().values().stream().filter(node::equals).count();
        var _ = EtcdAccess.answer(config, ClusterOrders.forget(agreement, node, view));
        return new Forgotten(view.drained().contains(node), pins);
    }

    /// What was known of a node.
    public record Forgotten(boolean drained, int pins) {}

    private static void checkVShard(int vshard) {
        if (vshard < 0 || vshard >= VShard.COUNT) {
            throw new ClusterException("VSHARD", vshard + " is no virtual shard: 0 to " + (VShard.COUNT - 1));
        }
    }

    private static void checkName(String node) {
        if (!ClusterConfig.isName(node)) {
            throw new ClusterException(
                    "NODE",
                    "'" + node + "' is no name of a node: 1 to 64 letters, digits, dots,"
                            + " underscores and dashes, the first and the last one a letter or digit");
        }
    }

    private static void checkPresent(ClusterView view, String node) {
        checkName(node);
        if (!view.members().containsKey(node)) {
            TreeSet<String> present = new TreeSet<>(view.members().keySet());
            throw new ClusterException(
                    "NODE",
                    "there is no node " + node + " in the cluster; "
                            + (present.isEmpty() ? "no node runs" : "there are " + String.join(", ", present)));
        }
    }

    @Override
    public void close() {
        agreement.close();
    }
}
