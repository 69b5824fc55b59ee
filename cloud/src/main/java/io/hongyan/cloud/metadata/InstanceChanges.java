package io.hongyan.cloud.metadata;

import static io.hongyan.cloud.metadata.Entries.limit;
import static io.hongyan.cloud.metadata.Entries.plus;
import static io.hongyan.cloud.metadata.Entries.refuseIf;
import static io.hongyan.cloud.metadata.Entries.without;

import io.hongyan.cloud.metadata.MetadataException.Kind;
import java.util.List;
import java.util.function.UnaryOperator;

/// Changes of instances as a whole, each a function from one snapshot to the next.
final class InstanceChanges {
    private static final int MOST = 10_000;

    private InstanceChanges() {}

    static MetadataSnapshot create(MetadataSnapshot now, CloudInstance made) {
        String id = made.id();
        refuseIf(now.instance(id).isPresent(), Kind.EXISTS, "instance " + id + " exists");
        refuseIf(
                now.deletedInstances().contains(id),
                Kind.EXISTS,
                "instance " + id + " is still being deleted; try again in a moment");
        limit("instances", now.instances().size(), MOST);
        return now.withInstances(plus(now.instances(), made));
    }

    /// Adds an instance with a group, a parent topic and a key.
    static MetadataSnapshot first(MetadataSnapshot now, FirstStart drawn, Profile profile, long at) {
        CloudInstance made = CloudInstance.of(drawn.instance(), profile, CloudLimits.defaults(profile), at)
                .withGroups(List.of(new Group(drawn.group(), at)))
                .withTopics(List.of(new ParentTopic(drawn.topic(), "", at)));
        AccessKey key = new AccessKey(drawn.accessKey(), drawn.secret());
        MetadataSnapshot next =
                now.withInstances(plus(now.instances(), made)).withAccessKeys(plus(now.accessKeys(), key));
        SnapshotChecks.snapshot(next);
        return next;
    }

    /// Its id is kept until [#deleted].
    static MetadataSnapshot delete(MetadataSnapshot now, String id) {
        if (now.deletedInstances().contains(id)) {
            return now;
        }
        var others = without(now.instances(), i -> i.id().equals(id), "instance " + id);
        return now.withInstances(others)
                .withDeletedInstances(plus(now.deletedInstances(), id))
                .withAccessKeys(KeyChanges.withoutInstance(now.accessKeys(), id));
    }

    static MetadataSnapshot deleted(MetadataSnapshot now, String id) {
        return now.withDeletedInstances(now.deletedInstances().stream()
                .filter(other -> !other.equals(id))
                .toList());
    }

    static MetadataSnapshot limits(MetadataSnapshot now, Profile profile, CloudLimits limits) {
        return now.withInstances(now.instances().stream()
                .map(instance -> instance.profile() == profile ? instance.withLimits(limits) : instance)
                .toList());
    }

    static MetadataSnapshot tags(MetadataSnapshot now, List<String> ids, UnaryOperator<List<ResourceTag>> edit) {
        MetadataSnapshot next = now;
        for (String id : ids) {
            next = next.withInstance(id, instance -> instance.withTags(edit.apply(instance.tags())));
        }
        return next;
    }
}
