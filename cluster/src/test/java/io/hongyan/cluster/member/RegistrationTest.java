package io.hongyan.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.model.AgreementModel;
import io.hongyan.cluster.model.Machine;
import io.hongyan.cluster.model.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private static final long SECOND = 1_000_000_000;

    private final VirtualTime time = new VirtualTime();
    private final AgreementModel model = new AgreementModel(time, new SplittableRandom(1));

    /// A node with a lease and a record, and nothing else.
    private final class Node implements NodeLease.Listener, Registration.Listener {
        private final Machine machine = new Machine(time, 1, 5);
        private final List<String> taken = new ArrayList<>();
        private final Registration registration;
        private boolean registered;

        private Node(String incarnation, String home) {
            var agreement = model.connect(machine);
            var self = new MemberRecord("a", incarnation, "10.0.0.9:7000", 2, "1", 1_000, home, "", "");
            registration = new Registration(agreement, machine, machine, LeaseSettings.DEFAULT, self, this);
            new NodeLease(agreement, machine, machine, LeaseSettings.DEFAULT, this).start();
        }

        @Override
        public void granted(Term term) {
            registration.begin(term);
        }

        @Override
        public void lost(Term term, String why) {
            registration.end();
            registered = false;
        }

        @Override
        public void registered(Term term) {
            registered = true;
        }

        @Override
        public void nameTaken(String reason) {
            taken.add(reason);
        }

        @Override
        public void leaseGone(Term term) {
            throw new AssertionError("the lease is gone");
        }
    }

    private Node registered(String incarnation, String home) {
        var node = new Node(incarnation, home);
        assertThat(time.passUntil(() -> node.registered, SECOND)).isTrue();
        return node;
    }

    @Test
    void a_second_node_of_the_same_name_is_told_where_the_first_one_is() {
        registered("first", "home 1");
        var second = new Node("second", "home 2");
        time.pass(60 * SECOND);

        assertThat(second.registered).isFalse();
        assertThat(second.taken)
                .containsExactly("another node has the name a: at 10.0.0.9:7000, started 1970-01-01T00:00:01Z."
                        + " Give this one another name, or end that one");
    }

    @Test
    void a_node_that_starts_again_elsewhere_waits_until_its_old_lease_has_ended() {
        Node first = registered("first", "home 1");
        first.machine.kill();
        var second = new Node("second", "home 2");

        time.pass(5 * SECOND);
        assertThat(second.registered).isFalse();
        assertThat(time.passUntil(() -> second.registered, 5 * SECOND)).isTrue();
        assertThat(second.taken).isEmpty();
    }

    @Test
    void a_node_that_starts_again_in_its_folder_replaces_the_process_before() {
        Node first = registered("first", "home 1");
        first.machine.kill();

        registered("second", "home 1");
    }

    @Test
    void a_node_without_a_home_never_replaces_another() {
        registered("first", "");
        var second = new Node("second", "");
        time.pass(60 * SECOND);
        assertThat(second.registered).isFalse();
    }

    @Test
    void a_node_that_lost_its_lease_registers_again() {
        Node node = registered("first", "");
        node.machine.pause();
        time.pass(7 * SECOND);
        node.machine.resume();
        assertThat(time.passUntil(() -> !node.registered, SECOND)).isTrue();
        assertThat(time.passUntil(() -> node.registered, SECOND)).isTrue();

        var range = model.connect(new Machine(time, 1, 0)).range(Members.PREFIX);
        assertThat(time.passUntil(range::isDone, SECOND)).isTrue();
        assertThat(range.join().entries()).extracting(Entry::key).containsExactly("live/member/a");
    }
}
