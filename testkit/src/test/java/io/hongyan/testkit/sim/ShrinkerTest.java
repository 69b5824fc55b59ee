package io.hongyan.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    private static final Operation CRASH = new Operation.Crash(7);
    private static final Operation KICK = new Operation.Kick(2);

    /// A scenario with some of those operations among many others.
    private static Scenario scenario(Operation... among) {
        List<Operation> all = new ArrayList<>();
        for (Operation each : among) {
            for (int i = 0; i < 40; i++) {
                all.add(new Operation.Ping(i));
            }
            all.add(each);
        }
        return Scenario.of(1).with(all);
    }

    /// A broker that breaks when it is killed after a client was kicked.
    private static List<String> breaksByKickAndCrash(Scenario scenario) {
        List<Operation> all = scenario.operations();
        return all.contains(KICK) && all.lastIndexOf(CRASH) > all.indexOf(KICK)
                ? List.of("at " + all.size() + " ms: connection " + all.size() + " of one/c2 is lost")
                : List.of();
    }

    @Test
    void only_the_operations_that_break_it_are_left_in_their_order() {
        Scenario small = new Shrinker(ShrinkerTest::breaksByKickAndCrash, scenario(KICK, CRASH, KICK, CRASH)).shrink();
        assertThat(small.operations()).containsExactly(KICK, CRASH);
        assertThat(small.settings()).isEqualTo(Scenario.of(1).settings());
    }

    @Test
    void another_fault_on_the_way_is_not_followed() {
        Scenario small = new Shrinker(
                        scenario -> scenario.size() < 20
                                ? List.of("at 1 ms: somebody does not get in any more")
                                : breaksByKickAndCrash(scenario),
                        scenario(KICK, CRASH))
                .shrink();
        assertThat(small.operations()).hasSize(20).contains(KICK, CRASH);
    }

    @Test
    void what_is_left_becomes_simpler_in_itself() {
        Operation many =
                OperationText.operation("Publish[client=3, topic=a/b, qos=AT_LEAST_ONCE, count=200, size=999]");
        Scenario small = new Shrinker(
                        scenario -> scenario.operations().stream()
                                        .anyMatch(o -> o instanceof Operation.Publish p && p.count() >= 3)
                                ? List.of("too many")
                                : List.of(),
                        scenario(many))
                .shrink();
        assertThat(small.operations())
                .containsExactly(
                        OperationText.operation("Publish[client=3, topic=a/b, qos=AT_LEAST_ONCE, count=4, size=10]"));
    }

    @Test
    void a_scenario_that_does_not_fail_is_refused() {
        Scenario well = scenario(KICK);
        assertThatThrownBy(() -> new Shrinker(ShrinkerTest::breaksByKickAndCrash, well))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fail");
    }
}
