package io.hongyan.cloud.metadata;

import java.util.List;

/// An instance: a topic space of its own, with its limits and users.
///
/// @param id 3 to 64 letters, digits, `-`, `_`; usually `mqtt-cn-` and more
/// @param users users with passwords (profile open)
/// @param acl the access control list (profile open); empty = everything is allowed
public record CloudInstance(
        String id,
        Profile profile,
        CloudLimits limits,
        List<Group> groups,
        List<ParentTopic> topics,
        List<PasswordUser> users,
        List<AclRule> acl,
        long createdAt) {
    public CloudInstance {
        NameChecks.instance(id);
        groups = List.copyOf(groups);
        topics = List.copyOf(topics);
        users = List.copyOf(users);
        acl = List.copyOf(acl);
    }

    CloudInstance withLimits(CloudLimits other) {
        return new CloudInstance(id, profile, other, groups, topics, users, acl, createdAt);
    }

    CloudInstance withGroups(List<Group> other) {
        return new CloudInstance(id, profile, limits, other, topics, users, acl, createdAt);
    }

    CloudInstance withTopics(List<ParentTopic> other) {
        return new CloudInstance(id, profile, limits, groups, other, users, acl, createdAt);
    }

    CloudInstance withUsers(List<PasswordUser> other) {
        return new CloudInstance(id, profile, limits, groups, topics, other, acl, createdAt);
    }

    CloudInstance withAcl(List<AclRule> other) {
        return new CloudInstance(id, profile, limits, groups, topics, users, other, createdAt);
    }
}
