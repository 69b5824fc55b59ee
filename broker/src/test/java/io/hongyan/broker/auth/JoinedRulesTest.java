package io.hongyan.broker.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rules of several registries at once.
class JoinedRulesTest {
    private final MemoryStore store = new MemoryStore();
    private final Part first = new Part("first");
    private final Part second = new Part("second");
    private final RuleRegistry joined = RuleRegistry.joined(List.of(first, RuleRegistry.NONE, second));

    private record Named(String name) implements OutboundRule {
        @Override
        public @Nullable Outbox outbox() {
            return null;
        }

        @Override
        public double room() {
            return 1;
        }

        @Override
        public boolean offer(Message message, OutboxLabel label, @Nullable Runnable sent) {
            return true;
        }
    }

    /// Has a rule for the topic of its name and below `both`, and tells of clients likewise.
    private final class Part implements RuleRegistry {
        private final String name;
        private final List<OutboundRule> rule;
        private final List<Outbox> outbox;

        Part(String name) {
            this.name = name;
            this.rule = List.of(new Named(name));
            this.outbox = List.of(store.outbox(new OutboxKey("i", name), OutboxLimits.defaults()));
        }

        @Override
        public OutboundRules outbound(String instance) {
            return (topic, fromClient) -> fromClient && isMeant(topic.toString()) ? rule : List.of();
        }

        @Override
        public StatusRules status(String instance) {
            return clientId -> isMeant(clientId) ? outbox : List.of();
        }

        private boolean isMeant(String text) {
            return text.equals(name) || text.equals("both");
        }
    }

    private List<OutboundRule> rules(String topic, boolean fromClient) {
        return joined.outbound("i").find(Topic.of(topic), fromClient);
    }

    @Test
    void a_topic_has_the_rules_of_all_parts_in_their_order() {
        assertThat(rules("both", true)).extracting(OutboundRule::name).containsExactly("first", "second");
        assertThat(rules("both", false)).isEmpty();
    }

    @Test
    void what_one_part_says_alone_is_passed_on_as_it_is() {
        assertThat(rules("first", true)).isSameAs(first.rule);
        assertThat(rules("second", true)).isSameAs(second.rule);
        assertThat(rules("else", true)).isSameAs(List.of());
        assertThat(joined.status("i").find("second")).isSameAs(second.outbox);
        assertThat(joined.status("i").find("else")).isSameAs(List.of());
    }

    @Test
    void a_client_has_the_outboxes_of_all_parts() {
        assertThat(joined.status("i").find("both"))
                .extracting(outbox -> outbox.key().rule())
                .containsExactly("first", "second");
    }

    @Test
    void without_rules_there_is_nothing() {
        assertThat(RuleRegistry.joined(List.of()).outbound("i")).isSameAs(OutboundRules.NONE);
        assertThat(RuleRegistry.joined(List.of(RuleRegistry.NONE)).status("i")).isSameAs(StatusRules.NONE);
    }
}
