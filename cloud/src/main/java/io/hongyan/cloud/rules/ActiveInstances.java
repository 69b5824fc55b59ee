package io.hongyan.cloud.rules;

import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All instances. Any thread.
public final class ActiveInstances {
    private final KeyRegistry keyRegistry;
    private final ActiveInstance.Hooks hooks;
    private volatile Map<String, ActiveInstance> instances = Map.of();

    /// Follows the changes of the metadata. The key registry must have been registered before, so that a new policy
    /// snapshot is never used with old keys.
    public ActiveInstances(Metadata metadata, KeyRegistry keyRegistry, ActiveInstance.Hooks hooks) {
        this.keyRegistry = keyRegistry;
        this.hooks = hooks;
        metadata.listen(this::follow);
    }

    public @Nullable ActiveInstance find(String instance) {
        return instances.get(instance);
    }

    private void follow(MetadataSnapshot now) {
        Map<String, ActiveInstance> before = instances;
        Map<String, ActiveInstance> after = new HashMap<>();
        for (CloudInstance instance : now.instances()) {
            ActiveInstance known = before.get(instance.id());
            if (known != null && known.profile() == instance.profile()) {
                known.update(instance);
                after.put(instance.id(), known);
            } else {
                after.put(instance.id(), new ActiveInstance(instance, keyRegistry, hooks));
            }
        }
        before.forEach((id, instance) -> {
            if (after.get(id) != instance) {
                instance.delete();
            }
        });
        instances = after;
    }
}
