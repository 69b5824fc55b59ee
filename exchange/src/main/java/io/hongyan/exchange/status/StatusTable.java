package io.hongyan.exchange.status;

import io.hongyan.broker.auth.StatusRules;
import io.hongyan.broker.store.Outbox;
import io.hongyan.cloud.topic.GroupIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The enabled status rules of one instance: of Groups, and of prefixes of client ids (`prefix*`), of which the longest
/// one counts. Any thread.
public final class StatusTable implements StatusRules {
    private volatile Rules rules = new Rules(Map.of(), List.of());

    private record Prefix(String text, List<Outbox> outbox) {}

    private record Rules(Map<String, List<Outbox>> groups, List<Prefix> prefixes) {}

    /// From now on these rules hold.
    public void set(Map<String, StatusState> byResource) {
        Map<String, List<Outbox>> groups = new HashMap<>();
        List<Prefix> prefixes = new ArrayList<>();
        byResource.forEach((resource, state) -> {
            if (resource.endsWith("*")) {
                prefixes.add(new Prefix(resource.substring(0, resource.length() - 1), List.of(state.outbox())));
            } else {
                groups.put(resource, List.of(state.outbox()));
            }
        });
        prefixes.sort(Comparator.comparingInt((Prefix prefix) -> prefix.text().length())
                .reversed());
        rules = new Rules(groups, prefixes);
    }

    @Override
    public List<Outbox> find(String clientId) {
        Rules present = rules;
        if (!present.groups().isEmpty()) {
            String group = GroupIds.of(clientId);
            List<Outbox> outbox = group == null ? null : present.groups().get(group);
            if (outbox != null) {
                return outbox;
            }
        }
        for (Prefix prefix : present.prefixes()) {
            if (clientId.startsWith(prefix.text())) {
                return prefix.outbox();
            }
        }
        return List.of();
    }
}
