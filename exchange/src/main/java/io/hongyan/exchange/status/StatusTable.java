package io.hongyan.exchange.status;

import io.hongyan.broker.auth.StatusRules;
import io.hongyan.broker.store.Outbox;
import io.hongyan.cloud.topic.GroupIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The enabled status rules of one instance: of Groups, and of prefixes of client ids (`prefix*`), of which the longest
/// one counts. Any thread.
public final class StatusTable implements StatusRules {
    private volatile Rules rules = new Rules(Map.of(), List.of());

    private record Prefix(String text, StatusState state) {}

    private record Rules(Map<String, StatusState> groups, List<Prefix> prefixes) {}

    /// From now on these rules hold.
    public void set(Map<String, StatusState> byResource) {
        Map<String, StatusState> groups = new HashMap<>();
        List<Prefix> prefixes = new ArrayList<>();
        byResource.forEach((resource, state) -> {
            if (resource.endsWith("*")) {
                prefixes.add(new Prefix(resource.substring(0, resource.length() - 1), state));
            } else {
                groups.put(resource, state);
            }
        });
        prefixes.sort(Comparator.comparingInt((Prefix prefix) -> prefix.text().length())
                .reversed());
        rules = new Rules(groups, prefixes);
    }

    @Override
    public @Nullable Outbox find(String clientId) {
        Rules present = rules;
        if (!present.groups().isEmpty()) {
            String group = GroupIds.of(clientId);
            StatusState state = group == null ? null : present.groups().get(group);
            if (state != null) {
                return state.outbox();
            }
        }
        for (Prefix prefix : present.prefixes()) {
            if (clientId.startsWith(prefix.text())) {
                return prefix.state().outbox();
            }
        }
        return null;
    }
}
