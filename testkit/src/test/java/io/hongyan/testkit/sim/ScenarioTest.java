package io.hongyan.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {
    private static final String SETTINGS = Scenario.of(1).settings().toString();

    @Test
    void comments_and_empty_lines_are_passed_over() {
        Scenario scenario =
                Scenario.parse("# found in May\n\n" + SETTINGS + "\n\n  # now it is kicked\n  Kick[client=2]\n");

        assertThat(scenario.settings()).isEqualTo(Scenario.of(1).settings());
        assertThat(scenario.operations()).containsExactly(new Operation.Kick(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Kick; is not of the form Name",
                "Kick[client=2; is not of the form Name",
                "Kick[client]; in Kick[client] is not part=value",
                "Kick[client=two]; two",
                "Kick[client=2, hard=true]; what is [hard]",
                "Hug[client=2]; there is no operation Hug"
            })
    void a_line_that_is_no_operation_is_named(String line, String why) {
        assertThatThrownBy(() -> Scenario.parse(SETTINGS + "\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void settings_must_come_first() {
        assertThatThrownBy(() -> Scenario.parse("Kick[client=2]")).hasMessageContaining("settings are needed");
        assertThatThrownBy(() -> Scenario.parse("# nothing\n")).hasMessageContaining("no line with settings");
    }
}
