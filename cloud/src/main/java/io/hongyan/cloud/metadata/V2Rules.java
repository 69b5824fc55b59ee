package io.hongyan.cloud.metadata;

import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleKind;
import io.hongyan.cloud.metadata.rule.RuleOptions;
import io.hongyan.cloud.metadata.rule.RuleOptions.Inbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.Outbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.Status;
import io.hongyan.cloud.metadata.rule.ShortName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rules that an instance of the cloud service's older generation had without being told.
///
/// The same topic both ways is no loop: a rule out carries what devices publish, and nothing that came in.
final class V2Rules {
    private static final int LONGEST_ID = 64;

    private final CloudInstance instance;
    private final String connection;
    private final long at;
    private final List<Rule> missing = new ArrayList<>();

    private V2Rules(CloudInstance instance, String connection, long at) {
        this.instance = instance;
        this.connection = connection;
        this.at = at;
    }

    /// Those of parent topics and groups that have no rule of that kind.
    static List<Rule> missing(MetadataSnapshot now, String id, String connection, Set<RuleKind> kinds, long at) {
        CloudInstance instance = Entries.find(now.instances(), i -> i.id().equals(id), "instance " + id);
        V2Rules rules = new V2Rules(instance, connection, at);
        for (ParentTopic topic : instance.topics()) {
            if (kinds.contains(RuleKind.OUTBOUND)) {
                rules.add("out-", topic.name(), topic.name(), topic.name(), Outbound.defaults());
            }
            if (kinds.contains(RuleKind.INBOUND)) {
                String ruleId = id("in-", topic.name());
                rules.add("in-", topic.name(), topic.name(), topic.name(), Inbound.defaults(id, ruleId));
            }
        }
        for (Group group : instance.groups()) {
            if (kinds.contains(RuleKind.STATUS)) {
                String clients = instance.profile() == Profile.CLOUD ? group.id() : group.id() + "@@@*";
                rules.add("status-", group.id(), clients, group.id() + "_MQTT", Status.defaults());
            }
        }
        return rules.missing;
    }

    private void add(String prefix, String name, String resource, String topic, RuleOptions options) {
        Rule made =
                Rule.of(id(prefix, name), connection, resource, topic, options).createdAt(at);
        String place = RuleChecks.resource(made);
        boolean there = instance.rules().stream()
                .anyMatch(rule -> RuleChecks.resource(rule).equals(place)
                        || (rule.kind() == made.kind() && rule.resource().equals(resource)));
        if (!there) {
            missing.add(made);
        }
    }

    private static String id(String prefix, String name) {
        return ShortName.of(prefix + name, LONGEST_ID);
    }
}
