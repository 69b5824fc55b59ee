package io.hongyan.exchange.outbound;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.auth.OutboundRules;
import io.hongyan.codec.topic.Topic;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The enabled outbound rules of one instance, by parent topic. Any thread.
public final class InstanceRules implements OutboundRules {
    private volatile @Nullable FirstLevelMap<OutboundState> rules;

    /// From now on these rules hold.
    public void set(Map<String, OutboundState> byParent) {
        rules = byParent.isEmpty() ? null : new FirstLevelMap<>(byParent);
    }

    @Override
    public @Nullable OutboundRule find(Topic topic, boolean fromClient) {
        FirstLevelMap<OutboundState> present = rules;
        OutboundState rule = present == null ? null : present.of(topic);
        return rule != null && (fromClient || rule.takesAll()) ? rule : null;
    }
}
