package io.hongyan.server.data;

import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.RecordMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads limits that another version wrote. They come from the configuration at each start, so an unknown one is
/// ignored, and a missing one has its default.
final class LimitsMigration {
    private static final String LIMITS = "limits";

    private LimitsMigration() {}

    /// The fields of a snapshot, with the limits of this version in each instance.
    static Map<String, @Nullable Object> adapted(Map<String, @Nullable Object> snapshot) {
        Map<String, @Nullable Object> adapted = new LinkedHashMap<>(snapshot);
        FieldLists.change(adapted, "instances", LimitsMigration::adapt);
        return adapted;
    }

    private static void adapt(Map<String, @Nullable Object> instance) {
        if (!(instance.get(LIMITS) instanceof Map<?, ?> limits)) {
            return; // what is wrong with it is told by whoever reads it
        }
        boolean open = Profile.OPEN.name().equals(instance.get("profile"));
        CloudLimits defaults = CloudLimits.defaults(open ? Profile.OPEN : Profile.CLOUD);
        Map<String, @Nullable Object> known = new LinkedHashMap<>(
                Json.object(Json.pretty(RecordMapper.fields(defaults))).values());
        for (String name : Set.copyOf(known.keySet())) {
            if (limits.containsKey(name)) {
                known.put(name, limits.get(name));
            }
        }
        instance.put(LIMITS, known);
    }
}
