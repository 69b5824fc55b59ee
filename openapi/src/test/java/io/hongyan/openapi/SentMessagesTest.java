package io.hongyan.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.auth.OutboundRules;
import io.hongyan.broker.auth.RuleRegistry;
import io.hongyan.broker.auth.StatusRules;
import io.hongyan.openapi.quota.Quotas;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: rules that carry more than what devices publish carry what the API sends, too.
class SentMessagesTest {
    private final Queue<String> offered = new ConcurrentLinkedQueue<>();

    @RegisterExtension
    private final ApiStage stage = new ApiStage(Quotas.defaults(), new RuleRegistry() {
        @Override
        public OutboundRules outbound(String instance) {
            return (topic, fromClient) -> {
                offered.add(topic + " " + fromClient);
                return List.of();
            };
        }

        @Override
        public StatusRules status(String instance) {
            return StatusRules.NONE;
        }
    });

    @Test
    void a_message_of_the_api_is_offered_to_rules_as_one_of_no_client() {
        assertThat(stage.call("SendMessage", "InstanceId", ApiStage.INSTANCE, "MqttTopic", "TopicA/1", "Payload", "x")
                        .status())
                .isEqualTo(200);
        assertThat(offered).containsExactly("TopicA/1 false");
    }
}
