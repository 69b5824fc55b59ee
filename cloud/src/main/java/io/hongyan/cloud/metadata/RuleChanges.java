package io.hongyan.cloud.metadata;

import static io.hongyan.cloud.metadata.Entries.changed;
import static io.hongyan.cloud.metadata.Entries.limit;
import static io.hongyan.cloud.metadata.Entries.plus;
import static io.hongyan.cloud.metadata.Entries.refuseIf;
import static io.hongyan.cloud.metadata.Entries.without;

import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Changes of rules and connections, as [Metadata] makes them of snapshots.
final class RuleChanges {
    private static final int MOST_CONNECTIONS = 100;

    private RuleChanges() {}

    static MetadataSnapshot create(MetadataSnapshot now, ExchangeConnection made) {
        refuseIf(now.connection(made.name()).isPresent(), Kind.EXISTS, "connection " + made.name() + " exists");
        limit("connections", now.connections().size(), MOST_CONNECTIONS);
        return now.withConnections(plus(now.connections(), made));
    }

    static MetadataSnapshot edit(MetadataSnapshot now, String name, UnaryOperator<ExchangeConnection> edit) {
        return checked(now.withConnections(
                changed(now.connections(), c -> c.name().equals(name), "connection " + name, before -> {
                    ExchangeConnection after = edit.apply(before);
                    fixed("the name of connection " + name, before.name(), after.name());
                    fixed("the kind of connection " + name, before.kind(), after.kind());
                    return after;
                })));
    }

    static MetadataSnapshot delete(MetadataSnapshot now, String name) {
        List<ExchangeConnection> others =
                without(now.connections(), c -> c.name().equals(name), "connection " + name);
        RuleChecks.unusedConnection(now, name);
        return now.withConnections(others);
    }

    static MetadataSnapshot create(MetadataSnapshot now, String instance, List<Rule> made) {
        return checked(now.withInstance(instance, before -> {
            List<Rule> rules = new ArrayList<>(before.rules());
            for (Rule rule : made) {
                refuseIf(
                        before.rule(rule.id()).isPresent(),
                        Kind.EXISTS,
                        "rule " + rule.id() + " exists in instance " + instance);
                rules.add(rule);
            }
            return before.withRules(rules);
        }));
    }

    static MetadataSnapshot edit(MetadataSnapshot now, String instance, String id, UnaryOperator<Rule> edit) {
        return checked(now.withInstance(
                instance,
                owner -> owner.withRules(changed(
                        owner.rules(), r -> r.id().equals(id), "rule " + id + " in instance " + instance, before -> {
                            Rule after = edit.apply(before);
                            fixed("the id of rule " + id, before.id(), after.id());
                            fixed("the kind of rule " + id, before.kind(), after.kind());
                            return after.createdAt(before.createdAt());
                        }))));
    }

    private static MetadataSnapshot checked(MetadataSnapshot next) {
        RuleChecks.all(next);
        return next;
    }

    private static void fixed(String what, Object before, Object after) {
        refuseIf(
                !before.equals(after),
                Kind.INVALID,
                what + " never changes: it is " + before + ", not " + after + "; delete it and create another one");
    }
}
