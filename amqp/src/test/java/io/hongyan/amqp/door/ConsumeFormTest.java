package io.hongyan.amqp.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may be asked for with `basic.consume`: who asks in another form must not get a queue that was not meant.
class ConsumeFormTest {
    @RegisterExtension
    private final DoorStage stage = new DoorStage();

    private static void consume(Channel channel, String queue, Map<String, Object> arguments) throws IOException {
        channel.basicConsume(queue, false, "", false, false, arguments, (_, _) -> {}, _ -> {});
    }

    @ParameterizedTest
    @CsvSource({
        "TopicA,        group,    x,          argument 'group' is written GROUP",
        "TopicA,        Filter,   TopicA/a,   argument 'Filter' is written FILTER",
        "TopicA,        GROUP_ID, GID_Test,   GROUP_ID belongs to queue STATUS",
        "TopicA,        GROUP,    '',         GROUP is empty",
        "TopicA@,       X,        x,          names no group",
        "TopicA@one,    GROUP,    one,        the group is named twice",
        "TopicA,        LIVE,     yes,        LIVE is true or false",
        "TopicA,        FILTER,   TopicA/#/x, # stands alone in the last level",
        "TopicA,        FILTER,   TopicB/a,   FILTER begins with the parent topic",
        "TopicA/a,      X,        x,          a queue is a whole parent topic: consume 'TopicA' with FILTER 'TopicA/a'",
        "STATUS:GID_a,  X,        x,          consume queue STATUS with the argument GROUP_ID 'GID_a'",
        "STATUS,        X,        x,          STATUS needs the argument GROUP_ID",
        "STATUS,        GROUP_ID, a*b,        has * only at its end"
    })
    void what_is_asked_for_in_another_form_is_refused_with_the_right_one(
            String queue, String argument, String value, String why) throws Exception {
        try (Connection connection = stage.connect()) {
            Channel channel = connection.createChannel();
            assertThatThrownBy(() -> consume(channel, queue, Map.of(argument, value)))
                    .rootCause()
                    .hasMessageContaining("406")
                    .hasMessageContaining(why);
            assertThat(connection.isOpen()).isTrue();
            assertThat(stage.queues.all()).isEmpty();
        }
    }

    @Test
    void arguments_of_other_brokers_are_left_alone() throws Exception {
        try (Connection connection = stage.connect()) {
            Channel channel = connection.createChannel();
            consume(channel, "TopicA", Map.of("x-priority", 5, "LIVE", "false"));
            assertThat(stage.queues.all().getFirst().name()).isEqualTo("TopicA");
        }
    }
}
