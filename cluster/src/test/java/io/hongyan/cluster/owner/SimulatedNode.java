package io.hongyan.cluster.owner;

import io.hongyan.cluster.member.LeaseSettings;
import io.hongyan.cluster.member.MemberRecord;
import io.hongyan.cluster.member.Members;
import io.hongyan.cluster.model.Machine;
import io.hongyan.cluster.model.ModelConnection;
import io.hongyan.cluster.model.Network;

/// One node of a simulated cluster, which takes a while to hand back what it is to leave.
final class SimulatedNode implements OwnershipListener, Members.Listener {
    final Machine machine;
    final ModelConnection connection;
    final Ownership ownership;
    private final SimulatedCluster cluster;
    private final String name;
    private final String incarnation;

    SimulatedNode(
            SimulatedCluster cluster,
            String name,
            String incarnation,
            Machine machine,
            LeaseSettings lease,
            OwnerSettings owners) {
        this.cluster = cluster;
        this.name = name;
        this.incarnation = incarnation;
        this.machine = machine;
        this.connection = cluster.model.connect(machine);
        // Half of the nodes prove at a restart that their process before has ended.
        String home = name.charAt(0) % 2 == 0 ? "home of " + name : "";
        var self = new MemberRecord(name, incarnation, name + ":1", 2, "1", 0, home, "", "");
        ownership = new Ownership(connection, machine, machine, self, cluster.vshards(), lease, owners, this, this);
        ownership.start();
    }

    String name() {
        return name;
    }

    void kill() {
        machine.kill();
        connection.close();
    }

    void heal() {
        machine.cut(false);
        machine.resume();
        connection.network(Network.GOOD);
    }

    /// Whether it would answer for the virtual shard if it were asked now.
    boolean believes(int vshard) {
        return !machine.isDead() && ownership.epoch(vshard) != 0;
    }

    @Override
    public void acquired(int vshard, long epoch) {
        cluster.acquired(this, vshard, epoch);
    }

    @Override
    public void leaving(int vshard, long epoch) {
        machine.later(cluster.random().nextInt(500), () -> ownership.release(vshard, epoch));
    }

    @Override
    public void released(int vshard) {}

    @Override
    public void lostAll(String why) {
        for (int vshard = 0; vshard < cluster.vshards(); vshard++) {
            cluster.check(!believes(vshard), () -> this + " still owns something");
        }
    }

    @Override
    public void nameTaken(String reason) {}

    @Override
    public void joined(MemberRecord member) {}

    @Override
    public void left(MemberRecord member) {}

    @Override
    public String toString() {
        return name + " (" + incarnation + ")";
    }
}
