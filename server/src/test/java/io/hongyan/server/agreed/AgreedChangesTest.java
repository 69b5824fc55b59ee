package io.hongyan.server.agreed;

import static io.hongyan.server.agreed.ModelNode.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.record.RecordKind;
import io.hongyan.cluster.model.AgreementModel;
import io.hongyan.cluster.model.Network;
import io.hongyan.cluster.model.VirtualTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what one node changed in the store, every other node hears within a second, or is told that it missed
/// something.
class AgreedChangesTest {
    private static final String ALL = "everything";

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime();
    private final AgreementModel model = new AgreementModel(time, new SplittableRandom(1));
    private final List<String> heard = new ArrayList<>();
    private long seed;
    private ModelNode a;
    private ModelNode b;

    @BeforeEach
    void start() {
        a = node("a");
        b = node("b");
        time.pass(SECOND);
        listen(b, RecordKind.DEVICE, heard);
    }

    private ModelNode node(String name) {
        return new ModelNode(time, model, name, folder, ++seed);
    }

    private static void listen(ModelNode node, RecordKind kind, List<String> into) {
        node.agreed.changes().listen(kind, new RecordChanges.Listener() {
            @Override
            public void changed(List<String> names) {
                into.add(String.join("/", names));
            }

            @Override
            public void everything() {
                into.add(ALL);
            }
        });
    }

    private void tell(String name) {
        a.agreed.changes().tell(RecordKind.DEVICE, "mqtt-cn-1", "CLIENT", name);
    }

    private static String told(String name) {
        return "mqtt-cn-1/CLIENT/" + name;
    }

    @Test
    void a_change_is_heard_within_a_second_and_by_its_kind_alone() {
        List<String> others = new ArrayList<>();
        List<String> own = new ArrayList<>();
        listen(b, RecordKind.CUSTOM, others);
        listen(a, RecordKind.DEVICE, own);

        tell("one");
        tell("two");

        assertThat(time.passUntil(() -> heard.size() == 2, SECOND)).isTrue();
        assertThat(heard).containsExactly(told("one"), told("two"));
        assertThat(others).isEmpty();
        assertThat(own).isEmpty();
    }

    @Test
    void many_changes_at_once_are_heard_in_few_writes_and_each_once() {
        for (int i = 0; i < 100; i++) {
            tell("number" + i);
        }
        time.pass(SECOND);
        assertThat(heard).hasSize(100).startsWith(told("number0")).endsWith(told("number99"));
    }

    @Test
    void more_changes_than_are_kept_are_heard_as_anything() {
        for (int i = 0; i < 3 * ToldChanges.MOST_LAST; i++) {
            tell("number" + i);
        }
        time.pass(SECOND);
        assertThat(heard).contains(ALL);
    }

    @Test
    void what_was_missed_while_the_watch_was_broken_is_heard_afterwards() {
        tell("one");
        time.pass(SECOND);
        b.machine.cut(true);
        time.pass(SECOND);
        tell("two");
        tell("three");
        time.pass(SECOND);
        model.compact();
        b.machine.cut(false);
        time.pass(SECOND);
        assertThat(heard).containsExactly(told("one"), told("two"), told("three"));
    }

    @Test
    void too_much_that_was_missed_is_heard_as_anything() {
        tell("one");
        time.pass(SECOND);
        b.machine.cut(true);
        time.pass(SECOND);
        for (int i = 0; i < 2 * ToldChanges.MOST_LAST; i++) {
            tell("number" + i);
            time.pass(SECOND / 100);
        }
        model.compact();
        b.machine.cut(false);
        time.pass(SECOND);
        assertThat(heard).containsExactly(told("one"), ALL);
    }

    @Test
    void what_cannot_be_told_is_told_later() {
        a.machine.cut(true);
        tell("one");
        tell("two");
        time.pass(10 * SECOND);
        assertThat(heard).isEmpty();
        a.machine.cut(false);
        time.pass(3 * SECOND);
        assertThat(heard).containsExactly(told("one"), told("two"));
    }

    @Test
    void a_node_that_starts_again_is_heard_again() {
        tell("one");
        time.pass(SECOND);
        a.close();
        a = node("a");
        tell("two");
        time.pass(SECOND);
        assertThat(heard).containsExactly(told("one"), told("two"));
    }

    @Test
    void a_start_that_was_not_heard_is_heard_as_anything() {
        tell("one");
        time.pass(SECOND);
        b.machine.cut(true);
        time.pass(SECOND);
        tell("never heard");
        time.pass(SECOND);
        a.close();
        a = node("a");
        tell("two");
        time.pass(SECOND);
        b.machine.cut(false);
        time.pass(SECOND);
        assertThat(heard).containsExactly(told("one"), ALL);
    }

    @Test
    void a_listener_that_fails_is_told_again() {
        List<String> tries = new ArrayList<>();
        b.agreed.changes().listen(RecordKind.ACCOUNT, new RecordChanges.Listener() {
            @Override
            public void changed(List<String> names) {
                tries.add(names.getFirst());
                throw new IllegalStateException("the store does not answer");
            }

            @Override
            public void everything() {
                tries.add(ALL);
            }
        });
        a.agreed.changes().tell(RecordKind.ACCOUNT, "admin");
        time.pass(3 * SECOND);
        assertThat(tries).containsExactly("admin", ALL);
    }

    @Test
    void a_node_that_left_is_doubted() {
        b.agreed.nodeLeft();
        time.pass(SECOND);
        assertThat(heard).containsExactly(ALL);
    }

    @Test
    void nothing_is_lost_on_a_bad_network() {
        a.connection.network(Network.BAD);
        b.connection.network(Network.BAD);
        for (int i = 0; i < 200; i++) {
            tell("number" + i);
            time.pass(SECOND / 10);
        }
        a.connection.network(Network.GOOD);
        b.connection.network(Network.GOOD);
        time.pass(20 * SECOND);
        assertThat(heard.contains(ALL) || heard.size() >= 200).isTrue();
        if (!heard.contains(ALL)) {
            for (int i = 0; i < 200; i++) {
                assertThat(heard).contains(told("number" + i));
            }
        }
    }
}
