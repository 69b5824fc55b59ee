package io.hongyan.cluster.owner;

import io.hongyan.cluster.member.LeaseSettings;
import io.hongyan.cluster.model.AgreementModel;
import io.hongyan.cluster.model.Machine;
import io.hongyan.cluster.model.Network;
import io.hongyan.cluster.model.VirtualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Some nodes on virtual time, with whatever goes wrong between them and the agreement; and a judge who sees all of
/// them at one instant: never may two believe to own the same virtual shard, and no epoch may come twice or go back.
final class SimulatedCluster {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;

    /// How much faster or slower than right a node's clock runs at most.
    static final double SKEW = 0.15;

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    final VirtualTime time = new VirtualTime();
    final AgreementModel model;
    final List<SimulatedNode> nodes = new ArrayList<>();
    private final SplittableRandom random;
    private final long seed;
    private final int vshards;
    private final LeaseSettings lease = LeaseSettings.DEFAULT;
    private final OwnerSettings owners;
    private final long[] epochs;
    private int incarnations;
    private final Set<String> drained = new TreeSet<>();
    private final Map<Integer, String> pins = new HashMap<>();
    long acquisitions;

    SimulatedCluster(long seed, int size, int vshards, OwnerSettings owners) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.vshards = vshards;
        this.owners = owners;
        this.epochs = new long[vshards];
        this.model = new AgreementModel(time, random.split());
        NAMES.subList(0, size).forEach(name -> nodes.add(start(name)));
    }

    private SimulatedNode start(String name) {
        double rate = 1 - SKEW + 2 * SKEW * random.nextDouble();
        var machine = new Machine(time, rate, random.nextLong());
        return new SimulatedNode(this, name, "run" + incarnations++, machine, lease, owners);
    }

    SplittableRandom random() {
        return random;
    }

    int vshards() {
        return vshards;
    }

    /// Ends the process of a node and starts another one with the same name.
    void restart(int index) {
        nodes.get(index).kill();
        nodes.set(index, start(nodes.get(index).name()));
    }

    /// Asks any node to have one emptied.
    void drain(String name) {
        drained.add(name);
        var _ = nodes.get(1).ownership.drain(name);
    }

    void undrain(String name) {
        drained.remove(name);
        var _ = nodes.get(1).ownership.undrain(name);
    }

    /// Wants a virtual shard to be on a node.
    void pin(int vshard, String name) {
        pins.put(vshard, name);
        var _ = ClusterOrders.pin(nodes.get(1).connection, vshard, name);
    }

    void unpin(int vshard) {
        pins.remove(vshard);
        var _ = ClusterOrders.unpin(nodes.get(1).connection, vshard);
    }

    /// A node says that it acquired a virtual shard.
    void acquired(SimulatedNode node, int vshard, long epoch) {
        acquisitions++;
        check(
                epoch > epochs[vshard],
                () -> node + " got " + vshard + " with epoch " + epoch + " after " + epochs[vshard]);
        epochs[vshard] = epoch;
        checkOwner(vshard);
    }

    private void checkOwner(int vshard) {
        SimulatedNode first = null;
        for (SimulatedNode node : nodes) {
            if (node.believes(vshard)) {
                SimulatedNode other = first;
                check(other == null, () -> other + " and " + node + " both own " + vshard);
                first = node;
            }
        }
    }

    void check(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError("seed " + seed + " at " + time.now() / MILLI + " ms: " + otherwise.get());
        }
    }

    /// Lets one more thing happen, or not happen.
    void step() {
        time.step();
        if (time.count() % 64 == 0) {
            for (int vshard = 0; vshard < vshards; vshard++) {
                checkOwner(vshard);
            }
        }
    }

    /// Something goes wrong, or right again.
    void fault() {
        int index = random.nextInt(nodes.size());
        SimulatedNode node = nodes.get(index);
        switch (random.nextInt(12)) {
            case 0, 1 -> node.machine.pause();
            case 2, 3 -> node.machine.resume();
            case 4, 5 -> node.machine.cut(true);
            case 6 -> node.machine.cut(false);
            case 7 -> restart(index);
            case 8 -> node.connection.network(random.nextBoolean() ? Network.BAD : Network.GOOD);
            case 9 -> node.connection.breakWatches();
            case 10 -> model.compact();
            default -> heal();
        }
    }

    /// Everything goes right again.
    void heal() {
        nodes.forEach(SimulatedNode::heal);
    }

    /// Whether each virtual shard has its wanted owner, and all nodes know it.
    boolean isSettled() {
        if (!isOwned()) {
            return false;
        }
        List<String> able = nodes.stream()
                .map(SimulatedNode::name)
                .filter(name -> !drained.contains(name))
                .toList();
        List<String> wanted = new ArrayList<>(Assignment.of(vshards, able));
        pins.forEach((vshard, name) -> {
            if (able.contains(name)) {
                wanted.set(vshard, name);
            }
        });
        for (int vshard = 0; vshard < vshards; vshard++) {
            int owners = 0;
            for (SimulatedNode node : nodes) {
                owners += node.believes(vshard) ? 1 : 0;
                Owner owner = node.ownership.table().owner(vshard);
                if (owner == null
                        || owner.epoch() != epochs[vshard]
                        || !owner.node().equals(wanted.get(vshard))) {
                    return false;
                }
            }
            if (owners != 1) {
                return false;
            }
        }
        return true;
    }

    /// Whether each virtual shard has an owner.
    boolean isOwned() {
        for (int vshard = 0; vshard < vshards; vshard++) {
            int asked = vshard;
            if (nodes.stream().noneMatch(node -> node.believes(asked))) {
                return false;
            }
        }
        return true;
    }
}
