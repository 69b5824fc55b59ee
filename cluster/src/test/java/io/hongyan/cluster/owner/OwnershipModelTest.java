package io.hongyan.cluster.owner;

import static io.hongyan.cluster.owner.SimulatedCluster.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.member.LeaseSettings;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who owns what while processes stand still, networks are cut, clocks run wrong, and answers are late or lost.
class OwnershipModelTest {
    private static final int VSHARDS = 128;
    private static final int STEPS = 20_000;
    private static final int FAULTS_EVERY = 150;
    private static final OwnerSettings OWNERS = new OwnerSettings(100, 1_000);
    private static final long LEASE = LeaseSettings.DEFAULT.ttlSeconds() * SECOND;

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void two_nodes_never_own_the_same_and_all_is_owned_again_when_faults_end(long seed) {
        var cluster = new SimulatedCluster(seed, 3 + (int) (seed % 3), VSHARDS, OWNERS);
        for (int step = 0; step < STEPS; step++) {
            if (step % FAULTS_EVERY == 0) {
                cluster.fault();
            }
            cluster.step();
        }
        cluster.heal();
        // Leases of the past end, moves go on at their pace, and what was on its way for 4 s arrives.
        cluster.check(cluster.time.passUntil(cluster::isOwned, 2 * LEASE + 10 * SECOND), () -> "not all is owned");
        cluster.check(cluster.time.passUntil(cluster::isSettled, LEASE + 60 * SECOND), () -> "it does not settle");
        cluster.time.pass(20 * SECOND);
        cluster.check(cluster.isSettled(), () -> "it did not stay so");
    }

    @Test
    void what_a_dead_node_owned_is_owned_again_soon_after_its_lease_and_nothing_else_moves() {
        var cluster = new SimulatedCluster(1, 3, VSHARDS, OWNERS);
        settle(cluster);
        int lost = cluster.nodes.get(0).ownership.table().count("b");
        long before = cluster.acquisitions;

        cluster.nodes.get(1).kill();
        SimulatedNode dead = cluster.nodes.remove(1);

        assertThat(dead.name()).isEqualTo("b");
        assertThat(cluster.time.passUntil(cluster::isOwned, LEASE + SECOND)).isTrue();
        cluster.time.pass(20 * SECOND);
        // A node has its share and a twentieth; what is above moves on.
        assertThat(cluster.acquisitions - before).isBetween((long) lost, lost + 8L);
    }

    @Test
    void a_node_that_comes_back_gets_its_part_and_nothing_else_moves() {
        var cluster = new SimulatedCluster(2, 3, VSHARDS, OWNERS);
        settle(cluster);
        int part = cluster.nodes.get(0).ownership.table().count("c");
        long before = cluster.acquisitions;

        cluster.restart(2);
        cluster.time.pass(LEASE + 30 * SECOND);

        assertThat(cluster.isSettled()).isTrue();
        assertThat(cluster.nodes.get(0).ownership.table().count("c")).isEqualTo(part);
        // There and back again.
        assertThat(cluster.acquisitions - before).isBetween((long) part, 2L * part + 16);
    }

    @Test
    void a_node_that_is_drained_owns_nothing_and_gets_all_back() {
        var cluster = new SimulatedCluster(3, 3, VSHARDS, OWNERS);
        settle(cluster);
        int part = cluster.nodes.get(0).ownership.table().count("a");

        cluster.drain("a");
        assertThat(cluster.time.passUntil(
                        () -> cluster.nodes.get(1).ownership.table().count("a") == 0, 20 * SECOND))
                .isTrue();
        assertThat(cluster.time.passUntil(cluster::isSettled, 10 * SECOND)).isTrue();

        cluster.undrain("a");
        assertThat(cluster.time.passUntil(
                        () -> cluster.nodes.get(1).ownership.table().count("a") == part, 20 * SECOND))
                .isTrue();
    }

    @Test
    void a_pinned_virtual_shard_is_where_it_is_wanted_while_that_node_may_have_any() {
        var cluster = new SimulatedCluster(6, 3, VSHARDS, OWNERS);
        settle(cluster);
        String first = owner(cluster, 7);
        String wanted = first.equals("a") ? "c" : "a";
        long before = cluster.acquisitions;

        cluster.pin(7, wanted);
        assertThat(cluster.time.passUntil(() -> owner(cluster, 7).equals(wanted), 10 * SECOND))
                .isTrue();
        settle(cluster);
        assertThat(cluster.acquisitions - before).isEqualTo(1);

        cluster.drain(wanted);
        assertThat(cluster.time.passUntil(cluster::isSettled, 20 * SECOND)).isTrue();
        assertThat(owner(cluster, 7)).isNotEqualTo(wanted);

        cluster.undrain(wanted);
        assertThat(cluster.time.passUntil(cluster::isSettled, 20 * SECOND)).isTrue();
        assertThat(owner(cluster, 7)).isEqualTo(wanted);

        cluster.unpin(7);
        assertThat(cluster.time.passUntil(() -> owner(cluster, 7).equals(first), 10 * SECOND))
                .isTrue();
        settle(cluster);
    }

    private static String owner(SimulatedCluster cluster, int vshard) {
        Owner owner = cluster.nodes.get(1).ownership.table().owner(vshard);
        return owner == null ? "" : owner.node();
    }

    @Test
    void moves_have_a_pace() {
        var cluster = new SimulatedCluster(4, 2, VSHARDS, new OwnerSettings(4, 1_000));
        settle(cluster);
        int part = cluster.nodes.get(0).ownership.table().count("a");

        cluster.drain("a");
        cluster.time.pass(5 * SECOND);

        int left = cluster.nodes.get(1).ownership.table().count("a");
        assertThat(part - left).isBetween(8, 24);
    }

    @Test
    void the_first_node_does_not_take_everything_when_all_start() {
        var cluster = new SimulatedCluster(5, 3, VSHARDS, OWNERS);
        settle(cluster);
        assertThat(cluster.acquisitions).isEqualTo(VSHARDS);
    }

    private static void settle(SimulatedCluster cluster) {
        assertThat(cluster.time.passUntil(cluster::isSettled, 20 * SECOND)).isTrue();
    }
}
