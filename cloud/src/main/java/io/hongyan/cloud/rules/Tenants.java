package io.hongyan.cloud.rules;

import io.hongyan.cloud.key.Keyring;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All instances of the present metadata, ready for their clients. Any thread.
public final class Tenants {
    private final Keyring keyring;
    private final Tenant.Hooks hooks;
    private volatile Map<String, Tenant> tenants = Map.of();

    /// Follows that metadata from now on. The keyring must follow it already: whoever sees a new view of an instance
    /// must not see old keys.
    public Tenants(Metadata metadata, Keyring keyring, Tenant.Hooks hooks) {
        this.keyring = keyring;
        this.hooks = hooks;
        metadata.listen(this::follow);
    }

    public @Nullable Tenant find(String instance) {
        return tenants.get(instance);
    }

    private void follow(MetadataSnapshot now) {
        Map<String, Tenant> before = tenants;
        Map<String, Tenant> after = new HashMap<>();
        for (CloudInstance instance : now.instances()) {
            Tenant known = before.get(instance.id());
            if (known != null && known.profile() == instance.profile()) {
                known.update(instance);
                after.put(instance.id(), known);
            } else {
                after.put(instance.id(), new Tenant(instance, keyring, hooks));
            }
        }
        before.forEach((id, tenant) -> {
            if (after.get(id) != tenant) {
                tenant.end();
            }
        });
        tenants = after;
    }
}
