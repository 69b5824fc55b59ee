package io.hongyan.cloud.business;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cloud.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
    private final Stage stage = new Stage();

    @Test
    void a_declared_parent_topic_is_consumed_and_no_other() {
        assertThat(stage.cloud.consumeRefusal(Stage.INSTANCE, "TopicA")).isNull();
        assertThat(stage.cloud.consumeRefusal(Stage.INSTANCE, "TopicC"))
                .isEqualTo("parent topic TopicC is not declared in instance mqtt-xxxxx");
        assertThat(stage.cloud.consumeRefusal(Stage.OPEN, "TopicC")).isNull();
        assertThat(stage.cloud.consumeRefusal("mqtt-other", "TopicA")).isEqualTo("there is no instance mqtt-other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TopicA/1", "TopicA/", "+", "#", "$SYS", "Topic#"})
    void what_is_no_first_level_is_not_consumed(String queue) {
        String why = "what is consumed is a parent topic, the first level of topics, without /, +, # and a $ before it,"
                + " not " + queue;
        assertThat(stage.cloud.consumeRefusal(Stage.INSTANCE, queue)).isEqualTo(why);
        assertThat(stage.cloud.consumeRefusal(Stage.OPEN, queue)).isEqualTo(why);
    }

    @Test
    void a_declared_group_is_watched_and_in_profile_open_a_prefix_too() {
        assertThat(stage.cloud.statusRefusal(Stage.INSTANCE, "GID_Test")).isNull();
        assertThat(stage.cloud.statusRefusal(Stage.INSTANCE, "GID_Other"))
                .isEqualTo("group GID_Other is not declared in instance mqtt-xxxxx");
        assertThat(stage.cloud.statusRefusal(Stage.INSTANCE, "GID_*"))
                .isEqualTo("group GID_* is not declared in instance mqtt-xxxxx");
        assertThat(stage.cloud.statusRefusal(Stage.INSTANCE, ""))
                .isEqualTo("group  is not declared in instance mqtt-xxxxx");
        assertThat(stage.cloud.statusRefusal(Stage.OPEN, "meter-*")).isNull();
        assertThat(stage.cloud.statusRefusal(Stage.OPEN, "GID_Other")).isNull();
        assertThat(stage.cloud.statusRefusal(Stage.OPEN, "")).contains("not nothing");
        assertThat(stage.cloud.statusRefusal("mqtt-other", "GID_Test")).isEqualTo("there is no instance mqtt-other");
    }
}
