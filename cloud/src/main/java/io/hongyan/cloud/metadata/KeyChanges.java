package io.hongyan.cloud.metadata;

import static io.hongyan.cloud.metadata.Entries.changed;
import static io.hongyan.cloud.metadata.Entries.find;
import static io.hongyan.cloud.metadata.Entries.limit;
import static io.hongyan.cloud.metadata.Entries.plus;
import static io.hongyan.cloud.metadata.Entries.refuseIf;
import static io.hongyan.cloud.metadata.Entries.without;

import io.hongyan.cloud.metadata.MetadataException.Kind;
import java.util.List;
import java.util.function.UnaryOperator;

/// Changes of AccessKeys, each a function from one snapshot to the next.
final class KeyChanges {
    private static final int MOST = 100_000;

    private KeyChanges() {}

    static MetadataSnapshot create(MetadataSnapshot now, AccessKey key) {
        refuseIf(now.accessKey(key.id()).isPresent(), Kind.EXISTS, "AccessKey " + key.id() + " exists");
        limit("AccessKeys", now.accessKeys().size(), MOST);
        checkInstances(now, key);
        return now.withAccessKeys(plus(now.accessKeys(), key));
    }

    static MetadataSnapshot take(MetadataSnapshot now, String id, String secret, String instance) {
        AccessKey present = now.accessKey(id).orElse(null);
        if (present == null) {
            return create(now, new AccessKey(id, secret, true, List.of(instance)));
        }
        refuseIf(!present.secret().equals(secret), Kind.EXISTS, "AccessKey " + id + " exists with another secret");
        return edit(now, id, key -> key.with(instance));
    }

    static MetadataSnapshot edit(MetadataSnapshot now, String id, UnaryOperator<AccessKey> edit) {
        return now.withAccessKeys(changed(now.accessKeys(), k -> k.id().equals(id), title(id), key -> {
            AccessKey other = edit.apply(key);
            checkInstances(now, other);
            return other;
        }));
    }

    static MetadataSnapshot delete(MetadataSnapshot now, String instance, String id) {
        AccessKey key = find(now.accessKeys(), k -> k.id().equals(id), title(id));
        refuseIf(
                key.instances().isEmpty(),
                Kind.LIMIT,
                "AccessKey " + id + " opens all instances, not " + instance
                        + " alone; to delete it for all of them: hongyan admin key delete " + id + " --everywhere");
        refuseIf(
                !key.instances().contains(instance),
                Kind.MISSING,
                "there is no AccessKey " + id + " of instance " + instance);
        return key.instances().size() == 1 ? delete(now, id) : edit(now, id, k -> k.without(instance));
    }

    static MetadataSnapshot delete(MetadataSnapshot now, String id) {
        return now.withAccessKeys(without(now.accessKeys(), k -> k.id().equals(id), title(id)));
    }

    /// The keys after an instance is gone: one that was valid for nothing else goes, too.
    static List<AccessKey> withoutInstance(List<AccessKey> keys, String instance) {
        return keys.stream()
                .filter(key -> !key.instances().equals(List.of(instance)))
                .map(key -> key.without(instance))
                .toList();
    }

    private static void checkInstances(MetadataSnapshot now, AccessKey key) {
        for (String instance : key.instances()) {
            refuseIf(now.instance(instance).isEmpty(), Kind.MISSING, "there is no instance " + instance);
        }
    }

    private static String title(String id) {
        return "AccessKey " + id;
    }
}
