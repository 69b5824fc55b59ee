package io.hongyan.server.agreed;

import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AclRule;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Group;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.ParentTopic;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.metadata.RevokedToken;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Takes a snapshot apart into lists of single values, and puts it together again.
final class Items {
    private Items() {}

    /// The values of all lists, in their order.
    static Map<MetadataList, List<Item>> of(MetadataSnapshot snapshot) {
        Map<MetadataList, List<Item>> all = new EnumMap<>(MetadataList.class);
        for (MetadataList list : MetadataList.values()) {
            all.put(list, new ArrayList<>()); // the empty ones are there too
        }
        for (CloudInstance each : snapshot.instances()) {
            add(all, MetadataList.INSTANCES, "", List.of(bare(each)));
            add(all, MetadataList.GROUPS, each.id(), each.groups());
            add(all, MetadataList.TOPICS, each.id(), each.topics());
            add(all, MetadataList.USERS, each.id(), each.users());
            add(all, MetadataList.ACL, each.id(), each.acl());
            add(all, MetadataList.RULES, each.id(), each.rules());
        }
        add(all, MetadataList.ACCESS_KEYS, "", snapshot.accessKeys());
        add(all, MetadataList.CONNECTIONS, "", snapshot.connections());
        add(all, MetadataList.REVOKED_TOKENS, "", snapshot.revokedTokens());
        return all;
    }

    private static void add(
            Map<MetadataList, List<Item>> all, MetadataList list, String instance, List<? extends Record> values) {
        List<Item> items = all.computeIfAbsent(list, _ -> new ArrayList<>());
        values.forEach(value -> items.add(new Item(instance, value)));
    }

    /// The snapshot of these values.
    static MetadataSnapshot snapshot(
            Map<MetadataList, List<Item>> lists, List<String> deletedInstances, String tokenKey) {
        Map<String, List<Group>> groups = byInstance(lists, MetadataList.GROUPS, Group.class);
        Map<String, List<ParentTopic>> topics = byInstance(lists, MetadataList.TOPICS, ParentTopic.class);
        Map<String, List<PasswordUser>> users = byInstance(lists, MetadataList.USERS, PasswordUser.class);
        Map<String, List<AclRule>> acl = byInstance(lists, MetadataList.ACL, AclRule.class);
        Map<String, List<Rule>> rules = byInstance(lists, MetadataList.RULES, Rule.class);
        List<CloudInstance> instances = new ArrayList<>();
        for (CloudInstance bare : values(lists, MetadataList.INSTANCES, CloudInstance.class)) {
            instances.add(with(
                    bare,
                    groups.getOrDefault(bare.id(), List.of()),
                    topics.getOrDefault(bare.id(), List.of()),
                    users.getOrDefault(bare.id(), List.of()),
                    acl.getOrDefault(bare.id(), List.of()),
                    rules.getOrDefault(bare.id(), List.of())));
        }
        return new MetadataSnapshot(
                instances,
                deletedInstances,
                values(lists, MetadataList.ACCESS_KEYS, AccessKey.class),
                values(lists, MetadataList.CONNECTIONS, ExchangeConnection.class),
                values(lists, MetadataList.REVOKED_TOKENS, RevokedToken.class),
                tokenKey);
    }

    private static <T> List<T> values(Map<MetadataList, List<Item>> lists, MetadataList list, Class<T> type) {
        return lists.getOrDefault(list, List.of()).stream()
                .map(item -> type.cast(item.value()))
                .toList();
    }

    private static <T> Map<String, List<T>> byInstance(
            Map<MetadataList, List<Item>> lists, MetadataList list, Class<T> type) {
        Map<String, List<T>> all = new HashMap<>();
        for (Item item : lists.getOrDefault(list, List.of())) {
            all.computeIfAbsent(item.instance(), _ -> new ArrayList<>()).add(type.cast(item.value()));
        }
        return all;
    }

    private static CloudInstance bare(CloudInstance instance) {
        return with(instance, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private static CloudInstance with(
            CloudInstance bare,
            List<Group> groups,
            List<ParentTopic> topics,
            List<PasswordUser> users,
            List<AclRule> acl,
            List<Rule> rules) {
        return new CloudInstance(
                bare.id(),
                bare.profile(),
                bare.limits(),
                groups,
                topics,
                users,
                acl,
                rules,
                bare.traces(),
                bare.tags(),
                bare.suspended(),
                bare.twoWayTls(),
                bare.createdAt());
    }
}
