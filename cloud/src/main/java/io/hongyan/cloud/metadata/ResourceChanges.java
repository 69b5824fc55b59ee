package io.hongyan.cloud.metadata;

import static io.hongyan.cloud.metadata.Entries.changed;
import static io.hongyan.cloud.metadata.Entries.limit;
import static io.hongyan.cloud.metadata.Entries.plus;
import static io.hongyan.cloud.metadata.Entries.refuseIf;
import static io.hongyan.cloud.metadata.Entries.without;

import io.hongyan.cloud.metadata.MetadataException.Kind;

/// Changes of groups and parent topics, each a function from one state of their instance to the next.
final class ResourceChanges {
    private ResourceChanges() {}

    static CloudInstance create(CloudInstance now, Group made) {
        boolean there = now.groups().stream().anyMatch(g -> g.id().equals(made.id()));
        refuseIf(there, Kind.EXISTS, "group " + made.id() + " exists in instance " + now.id());
        limit(
                "groups in instance " + now.id(),
                now.groups().size(),
                now.limits().groups());
        return now.withGroups(plus(now.groups(), made));
    }

    static CloudInstance deleteGroup(CloudInstance now, String id) {
        RuleChecks.unusedGroup(now, id);
        return now.withGroups(without(now.groups(), g -> g.id().equals(id), "group " + id));
    }

    static CloudInstance create(CloudInstance now, ParentTopic made) {
        boolean there = now.topics().stream().anyMatch(t -> t.name().equalsIgnoreCase(made.name()));
        String rule = "parent topic " + made.name() + " exists in instance " + now.id() + ", perhaps in other case";
        refuseIf(there, Kind.EXISTS, rule);
        limit(
                "parent topics in instance " + now.id(),
                now.topics().size(),
                now.limits().parentTopics());
        return now.withTopics(plus(now.topics(), made));
    }

    static CloudInstance remark(CloudInstance now, String topic, String remark) {
        return now.withTopics(changed(
                now.topics(),
                t -> t.name().equals(topic),
                "parent topic " + topic,
                t -> new ParentTopic(topic, remark, t.createdAt())));
    }

    static CloudInstance deleteTopic(CloudInstance now, String name) {
        RuleChecks.unusedTopic(now, name);
        return now.withTopics(without(now.topics(), t -> t.name().equals(name), "parent topic " + name));
    }
}
