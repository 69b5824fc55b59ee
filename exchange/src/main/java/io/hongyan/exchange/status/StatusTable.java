package io.hongyan.exchange.status;

import io.hongyan.broker.auth.StatusRules;
import io.hongyan.broker.store.Outbox;
import io.hongyan.cloud.topic.ClientMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The enabled status rules of one instance: of Groups, and of prefixes of client ids (`prefix*`), of which the longest
/// one counts. Any thread.
public final class StatusTable implements StatusRules {
    private volatile @Nullable ClientMap<List<Outbox>> rules;

    /// From now on these rules hold.
    public void set(Map<String, StatusState> byResource) {
        Map<String, List<Outbox>> outboxes = new HashMap<>();
        byResource.forEach((resource, state) -> outboxes.put(resource, List.of(state.outbox())));
        rules = outboxes.isEmpty() ? null : new ClientMap<>(outboxes);
    }

    @Override
    public List<Outbox> find(String clientId) {
        ClientMap<List<Outbox>> present = rules;
        List<Outbox> outbox = present == null ? null : present.of(clientId);
        return outbox == null ? List.of() : outbox;
    }
}
