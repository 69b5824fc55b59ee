package io.hongyan.exchange.outbound;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.auth.OutboundRules;
import io.hongyan.cloud.topic.FirstLevelMap;
import io.hongyan.codec.topic.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The enabled outbound rules of one instance, by parent topic. Any thread.
public final class InstanceRules implements OutboundRules {
    private volatile @Nullable FirstLevelMap<Found> rules;

    /// A rule, and the list that publishers get.
    private record Found(OutboundState rule, List<OutboundRule> alone) {}

    /// From now on these rules hold.
    public void set(Map<String, OutboundState> byParent) {
        Map<String, Found> all = new HashMap<>();
        byParent.forEach((parent, rule) -> all.put(parent, new Found(rule, List.of(rule))));
        rules = all.isEmpty() ? null : new FirstLevelMap<>(all);
    }

    @Override
    public List<OutboundRule> find(Topic topic, boolean fromClient) {
        FirstLevelMap<Found> present = rules;
        Found found = present == null ? null : present.of(topic);
        return found != null && (fromClient || found.rule().takesAll()) ? found.alone() : List.of();
    }
}
