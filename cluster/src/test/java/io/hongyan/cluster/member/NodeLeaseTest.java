package io.hongyan.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import io.hongyan.cluster.model.AgreementModel;
import io.hongyan.cluster.model.Machine;
import io.hongyan.cluster.model.ModelConnection;
import io.hongyan.cluster.model.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeLeaseTest {
    private static final long SECOND = 1_000_000_000;

    private final VirtualTime time = new VirtualTime();
    private final AgreementModel model = new AgreementModel(time, new SplittableRandom(1));
    private final List<Term> terms = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();

    private NodeLease lease(Machine machine) {
        return new NodeLease(model.connect(machine), machine, machine, LeaseSettings.DEFAULT, new NodeLease.Listener() {
            @Override
            public void granted(Term term) {
                terms.add(term);
            }

            @Override
            public void lost(Term term, String why) {
                assertThat(term.isValid()).isFalse();
                ends.add(why);
            }
        });
    }

    private Machine start(double rate) {
        var machine = new Machine(time, rate, 77);
        lease(machine).start();
        assertThat(time.passUntil(() -> !terms.isEmpty(), SECOND)).isTrue();
        return machine;
    }

    @Test
    void a_lease_that_is_renewed_goes_on() {
        start(1);
        time.pass(3_600 * SECOND);
        assertThat(terms).hasSize(1);
        assertThat(terms.get(0).isValid()).isTrue();
        assertThat(ends).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.85, 1, 1.15})
    void a_node_without_etcd_stops_before_its_lease_ends_and_not_much_before(double rate) {
        Machine machine = start(rate);
        ModelConnection other = model.connect(new Machine(time, 1, 0));
        Term term = terms.get(0);
        var _ = other.commit(Transaction.of(new Write.Put("a", "1", term.lease())));
        time.pass(10 * SECOND);
        machine.cut(true);
        model.latestEnd(0);

        assertThat(time.passUntil(() -> !term.isValid(), 8 * SECOND)).isTrue();
        assertThat(other.range("a")
                        .thenAccept(range -> assertThat(range.entries()).hasSize(1)))
                .satisfies(answer ->
                        assertThat(time.passUntil(answer::isDone, SECOND / 10)).isTrue())
                .isCompleted();
        time.pass(SECOND);
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0)).contains("could not be renewed in time");
    }

    @Test
    void a_process_that_stood_still_finds_its_lease_over_at_its_first_look() {
        Machine machine = start(1);
        machine.pause();
        time.pass(7 * SECOND);
        assertThat(terms.get(0).isValid()).isFalse();

        machine.resume();
        assertThat(time.passUntil(() -> terms.size() == 2, SECOND)).isTrue();
        assertThat(ends).hasSize(1);
        assertThat(terms.get(0).isValid()).isFalse();
        assertThat(terms.get(1).isValid()).isTrue();
        assertThat(terms.get(1).lease()).isNotEqualTo(terms.get(0).lease());
    }

    @Test
    void an_answer_that_comes_when_the_lease_is_over_does_not_bring_it_back() {
        Machine machine = start(1);
        ModelConnection other = model.connect(new Machine(time, 1, 0));
        machine.pause();
        time.pass(6 * SECOND);
        // Somebody renews it in its place, so that etcd has it still.
        var _ = other.keepAlive(terms.get(0).lease());
        time.pass(SECOND);

        machine.resume();
        time.pass(SECOND);
        assertThat(ends).hasSize(1);
        assertThat(terms).hasSize(2);
    }

    @Test
    void a_lease_that_etcd_has_ended_is_granted_anew() {
        start(1);
        var _ = model.connect(new Machine(time, 1, 0)).revoke(terms.get(0).lease());
        assertThat(time.passUntil(() -> terms.size() == 2, 3 * SECOND)).isTrue();
        assertThat(ends).containsExactly("etcd has ended the lease of this node");
    }

    @Test
    void a_lease_comes_when_etcd_comes() {
        var machine = new Machine(time, 1, 0);
        machine.cut(true);
        lease(machine).start();
        time.pass(60 * SECOND);
        assertThat(terms).isEmpty();

        machine.cut(false);
        assertThat(time.passUntil(() -> !terms.isEmpty(), 4 * SECOND)).isTrue();
    }

    @Test
    void a_lease_that_is_stopped_ends_at_once_and_for_good() {
        var machine = new Machine(time, 1, 0);
        NodeLease lease = lease(machine);
        lease.start();
        assertThat(time.passUntil(() -> !terms.isEmpty(), SECOND)).isTrue();

        CompletableFuture<Void> stopped = lease.stop();
        time.pass(20 * SECOND);
        assertThat(stopped).isCompleted();
        assertThat(ends).containsExactly("this node stops");
        assertThat(terms).hasSize(1);
    }
}
