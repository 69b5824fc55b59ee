package io.hongyan.cloud.metadata;

import static io.hongyan.cloud.metadata.Entries.refuseIf;

import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What must hold between rules and all that they name.
final class RuleChecks {
    private static final int MOST_RULES = 100;
    private static final char EVERYTHING = '*';

    private RuleChecks() {}

    /// Checks all rules of a snapshot.
    static void all(MetadataSnapshot snapshot) {
        for (CloudInstance instance : snapshot.instances()) {
            refuseIf(
                    instance.rules().size() > MOST_RULES,
                    Kind.LIMIT,
                    "instance " + instance.id() + " would have "
                            + instance.rules().size() + " rules; the limit is " + MOST_RULES);
            SnapshotChecks.unique("rule", instance.rules(), Rule::id);
            Map<String, Rule> resources = new HashMap<>();
            for (Rule rule : instance.rules()) {
                check(snapshot, instance, rule);
                Rule other = resources.put(resource(rule), rule);
                if (other != null) {
                    throw new MetadataException(Kind.EXISTS, taken(instance, rule, other));
                }
            }
        }
        RuleLoops.refuse(snapshot);
    }

    private static void check(MetadataSnapshot snapshot, CloudInstance instance, Rule rule) {
        ExchangeConnection connection = snapshot.connection(rule.connection())
                .orElseThrow(() -> new MetadataException(
                        Kind.MISSING,
                        "there is no connection " + rule.connection() + " for rule " + rule.id()
                                + "; create it first: hongyan admin rocketmq create " + rule.connection()));
        if (instance.profile() == Profile.CLOUD) {
            declared(instance, rule);
        } else {
            open(rule);
        }
        try {
            connection.check(rule);
        } catch (IllegalArgumentException e) {
            throw NameChecks.invalid(String.valueOf(e.getMessage()));
        }
    }

    private static void declared(CloudInstance instance, Rule rule) {
        String name = rule.resource();
        String in = " in instance " + instance.id() + " for rule " + rule.id() + "; create it first: hongyan admin ";
        if (rule.kind() == RuleKind.STATUS) {
            refuseIf(
                    instance.groups().stream().noneMatch(g -> g.id().equals(name)),
                    Kind.MISSING,
                    "there is no group " + name + in + "group create " + name);
        } else {
            refuseIf(
                    instance.topics().stream().noneMatch(t -> t.name().equals(name)),
                    Kind.MISSING,
                    "there is no parent topic " + name + in + "topic create " + name);
        }
    }

    /// Profile open declares nothing.
    private static void open(Rule rule) {
        String name = rule.resource();
        if (rule.kind() == RuleKind.STATUS) {
            if (name.charAt(name.length() - 1) != EVERYTHING) {
                throw NameChecks.invalid("in profile open the resource of a status rule is a prefix of client ids with "
                        + "* behind, or * for every client, not " + name + "; did you mean " + name + "* ?");
            }
        } else if (name.startsWith("$") || name.chars().anyMatch(c -> c == '/' || c == '+' || c == '#')) {
            throw NameChecks.invalid("the resource of an " + rule.title()
                    + " is the first level of topics, without /, +, # and a $ before it, not " + name);
        }
    }

    /// That of which there is one rule of a kind: two rules of an instance with the same text exclude each other.
    static String resource(Rule rule) {
        return rule.kind() + " "
                + switch (rule.kind()) {
                    case OUTBOUND, STATUS -> rule.resource();
                    case INBOUND -> rule.connection() + " " + rule.topic();
                };
    }

    private static String taken(CloudInstance instance, Rule rule, Rule other) {
        String what = switch (rule.kind()) {
            case OUTBOUND -> "parent topic " + rule.resource();
            case INBOUND -> "topic " + rule.topic() + " of connection " + rule.connection();
            case STATUS -> "group " + rule.resource();
        };
        return what + " of instance " + instance.id() + " has " + other.title() + " already, and can have one of a kind"
                + "; edit or delete that one instead of rule " + rule.id();
    }

    static void unusedTopic(CloudInstance instance, String name) {
        unused(
                instance,
                "parent topic " + name,
                rule -> rule.kind() != RuleKind.STATUS && rule.resource().equals(name));
    }

    static void unusedGroup(CloudInstance instance, String id) {
        unused(
                instance,
                "group " + id,
                rule -> rule.kind() == RuleKind.STATUS && rule.resource().equals(id));
    }

    private static void unused(CloudInstance instance, String what, Predicate<Rule> needs) {
        if (instance.profile() == Profile.CLOUD) {
            refuse(
                    what + " of instance " + instance.id(),
                    instance.rules().stream().filter(needs).map(Rule::title).toList());
        }
    }

    static void unusedConnection(MetadataSnapshot snapshot, String name) {
        refuse(
                "connection " + name,
                snapshot.instances().stream()
                        .flatMap(instance -> users(instance, name))
                        .toList());
    }

    private static Stream<String> users(CloudInstance instance, String connection) {
        return instance.rules().stream()
                .filter(rule -> rule.connection().equals(connection))
                .map(rule -> rule.title() + " of instance " + instance.id());
    }

    private static void refuse(String what, List<String> users) {
        refuseIf(
                !users.isEmpty(),
                Kind.LIMIT,
                what + " is needed by " + users.stream().limit(10).collect(Collectors.joining(", "))
                        + (users.size() > 10 ? " and " + (users.size() - 10) + " more" : "")
                        + "; delete that first: hongyan admin rule delete");
    }
}
