package io.hongyan.cloud.metadata;

import io.hongyan.cloud.metadata.rule.Rule;
import java.util.List;
import java.util.Optional;

/// An instance: a topic space of its own, with its limits and users.
///
/// @param id 3 to 64 letters, digits, `-`, `_`; usually `mqtt-cn-` and more
/// @param users users with passwords (profile open)
/// @param acl the access control list (profile open); empty = everything is allowed
/// @param rules that exchange messages with other systems
/// @param traces of its devices and messages
/// @param suspended whether its clients are sent away, to another instance: it keeps all that it has
/// @param twoWayTls whether its clients need a registered certificate
public record CloudInstance(
        String id,
        Profile profile,
        CloudLimits limits,
        List<Group> groups,
        List<ParentTopic> topics,
        List<PasswordUser> users,
        List<AclRule> acl,
        List<Rule> rules,
        TraceMode traces,
        List<ResourceTag> tags,
        boolean suspended,
        boolean twoWayTls,
        long createdAt) {
    public CloudInstance {
        NameChecks.instance(id);
        groups = List.copyOf(groups);
        topics = List.copyOf(topics);
        users = List.copyOf(users);
        acl = List.copyOf(acl);
        rules = List.copyOf(rules);
        tags = NameChecks.tags("instance " + id, tags);
    }

    /// One that has nothing yet.
    static CloudInstance of(String id, Profile profile, CloudLimits limits, long createdAt) {
        return new CloudInstance(
                id,
                profile,
                limits,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                TraceMode.OFF,
                List.of(),
                false,
                false,
                createdAt);
    }

    public Optional<Rule> rule(String ruleId) {
        return rules.stream().filter(r -> r.id().equals(ruleId)).findFirst();
    }

    CloudInstance withLimits(CloudLimits other) {
        return new CloudInstance(
                id, profile, other, groups, topics, users, acl, rules, traces, tags, suspended, twoWayTls, createdAt);
    }

    CloudInstance withGroups(List<Group> other) {
        return new CloudInstance(
                id, profile, limits, other, topics, users, acl, rules, traces, tags, suspended, twoWayTls, createdAt);
    }

    CloudInstance withTopics(List<ParentTopic> other) {
        return new CloudInstance(
                id, profile, limits, groups, other, users, acl, rules, traces, tags, suspended, twoWayTls, createdAt);
    }

    CloudInstance withUsers(List<PasswordUser> other) {
        return new CloudInstance(
                id, profile, limits, groups, topics, other, acl, rules, traces, tags, suspended, twoWayTls, createdAt);
    }

    CloudInstance withAcl(List<AclRule> other) {
        return new CloudInstance(
                id, profile, limits, groups, topics, users, other, rules, traces, tags, suspended, twoWayTls,
                createdAt);
    }

    CloudInstance withRules(List<Rule> other) {
        return new CloudInstance(
                id, profile, limits, groups, topics, users, acl, other, traces, tags, suspended, twoWayTls, createdAt);
    }

    CloudInstance withTraces(TraceMode other) {
        return new CloudInstance(
                id, profile, limits, groups, topics, users, acl, rules, other, tags, suspended, twoWayTls, createdAt);
    }

    CloudInstance withTags(List<ResourceTag> other) {
        return new CloudInstance(
                id, profile, limits, groups, topics, users, acl, rules, traces, other, suspended, twoWayTls, createdAt);
    }

    CloudInstance withSuspended(boolean other) {
        return new CloudInstance(
                id, profile, limits, groups, topics, users, acl, rules, traces, tags, other, twoWayTls, createdAt);
    }

    CloudInstance withTwoWayTls(boolean other) {
        return new CloudInstance(
                id, profile, limits, groups, topics, users, acl, rules, traces, tags, suspended, other, createdAt);
    }
}
