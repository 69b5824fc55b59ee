package io.hongyan.amqp.queue;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.auth.OutboundRules;
import io.hongyan.broker.auth.StatusRules;
import io.hongyan.broker.store.Outbox;
import io.hongyan.cloud.topic.ClientMap;
import io.hongyan.cloud.topic.FirstLevelMap;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The queues of one instance as publishers see them. Any thread.
final class InstanceQueues implements OutboundRules, StatusRules {
    private final Map<String, QueueRule> rules = new TreeMap<>(); // guarded by this
    private volatile @Nullable FirstLevelMap<ParentQueues> parents;
    private volatile @Nullable ClientMap<List<Outbox>> groups;

    /// The queues of one parent topic.
    ///
    /// @param all those that take everything
    /// @param filtered the others
    private record ParentQueues(List<OutboundRule> all, List<QueueRule> filtered) {
        List<OutboundRule> of(Topic topic) {
            if (filtered.isEmpty()) {
                return all;
            }
            List<OutboundRule> found = new ArrayList<>(all);
            for (QueueRule rule : filtered) {
                if (rule.takes(topic)) {
                    found.add(rule);
                }
            }
            return found;
        }
    }

    /// A queue takes messages from now on, by that filter.
    synchronized void put(QueueRule rule) {
        rules.put(textOf(rule.queue()), rule);
        publish();
    }

    /// A queue takes nothing any more.
    synchronized void remove(QueueName name) {
        rules.remove(textOf(name));
        publish();
    }

    private static String textOf(QueueName name) {
        return name.live() + name.key().name();
    }

    private void publish() {
        Map<String, List<QueueRule>> topics = new HashMap<>();
        Map<String, List<Outbox>> clients = new HashMap<>();
        for (QueueRule rule : rules.values()) {
            String source = rule.queue().key().source();
            Outbox outbox = rule.outbox();
            if (rule.queue().key().kind() == QueueKind.MESSAGES) {
                topics.computeIfAbsent(source, _ -> new ArrayList<>()).add(rule);
            } else if (outbox != null) {
                clients.computeIfAbsent(source, _ -> new ArrayList<>()).add(outbox);
            }
        }
        clients.replaceAll((_, outboxes) -> List.copyOf(outboxes));
        Map<String, ParentQueues> byParent = new HashMap<>();
        topics.forEach((parent, all) -> byParent.put(parent, parentQueues(all)));
        parents = byParent.isEmpty() ? null : new FirstLevelMap<>(byParent);
        groups = clients.isEmpty() ? null : new ClientMap<>(clients);
    }

    private static ParentQueues parentQueues(List<QueueRule> all) {
        return new ParentQueues(
                all.stream()
                        .filter(rule -> rule.filter() == null)
                        .map(OutboundRule.class::cast)
                        .toList(),
                all.stream().filter(rule -> rule.filter() != null).toList());
    }

    /// The server itself, APIs and other systems reach clients only.
    @Override
    public List<OutboundRule> find(Topic topic, boolean fromClient) {
        FirstLevelMap<ParentQueues> present = parents;
        ParentQueues found = present == null || !fromClient ? null : present.of(topic);
        return found == null ? List.of() : found.of(topic);
    }

    @Override
    public List<Outbox> find(String clientId) {
        ClientMap<List<Outbox>> present = groups;
        List<Outbox> found = present == null ? null : present.of(clientId);
        return found == null ? List.of() : found;
    }
}
