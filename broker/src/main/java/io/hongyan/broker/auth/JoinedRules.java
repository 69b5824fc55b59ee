package io.hongyan.broker.auth;

import io.hongyan.broker.store.Outbox;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.List;

/// The rules of several registries. A list is only made where two of them have something to say.
record JoinedRules(List<RuleRegistry> parts) implements RuleRegistry {
    @Override
    public OutboundRules outbound(String instance) {
        List<OutboundRules> all = parts.stream()
                .map(part -> part.outbound(instance))
                .filter(rules -> !rules.equals(OutboundRules.NONE))
                .toList();
        return switch (all.size()) {
            case 0 -> OutboundRules.NONE;
            case 1 -> all.getFirst();
            default -> new Outbound(all);
        };
    }

    @Override
    public StatusRules status(String instance) {
        List<StatusRules> all = parts.stream()
                .map(part -> part.status(instance))
                .filter(rules -> !rules.equals(StatusRules.NONE))
                .toList();
        return switch (all.size()) {
            case 0 -> StatusRules.NONE;
            case 1 -> all.getFirst();
            default -> new Status(all);
        };
    }

    private record Outbound(List<OutboundRules> all) implements OutboundRules {
        @Override
        public List<OutboundRule> find(Topic topic, boolean fromClient) {
            List<OutboundRule> found = List.of();
            for (int i = 0; i < all.size(); i++) { // without an iterator: it runs for every PUBLISH
                found = joined(found, all.get(i).find(topic, fromClient));
            }
            return found;
        }
    }

    private record Status(List<StatusRules> all) implements StatusRules {
        @Override
        public List<Outbox> find(String clientId) {
            List<Outbox> found = List.of();
            for (StatusRules rules : all) {
                found = joined(found, rules.find(clientId));
            }
            return found;
        }
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        if (some.isEmpty()) {
            return more;
        }
        if (more.isEmpty()) {
            return some;
        }
        List<T> both = new ArrayList<>(some);
        both.addAll(more);
        return List.copyOf(both);
    }
}
