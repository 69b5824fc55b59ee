package io.hongyan.server.admin;

import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleKind;
import io.hongyan.cloud.metadata.rule.RuleOptions;
import io.hongyan.cloud.metadata.rule.RuleOptions.Filter;
import io.hongyan.cloud.metadata.rule.RuleOptions.Inbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.Outbound;
import io.hongyan.cloud.metadata.rule.RuleOptions.Status;
import io.hongyan.server.json.JsonFields;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Rules as requests and answers have them: the options of a kind stand beside what all have.
final class RuleForm {
    private static final Set<String> COMMON = Set.of("description", "connection", "resource", "topic", "enabled");
    private static final Set<String> OF_OUTBOUND = Set.of("acknowledge", "outflow", "maxMessages", "maxBytes");
    private static final Set<String> OF_INBOUND =
            Set.of("consumerGroup", "filter", "expression", "ordered", "onRefused");
    private static final Set<String> OF_STATUS = Set.of("maxMessages", "maxBytes");

    private RuleForm() {}

    /// The rule that a body describes.
    static Rule made(String instance, JsonFields body) {
        RuleKind kind = FormFields.choice("kind", body.text("kind"), RuleKind.class);
        String id = body.text("id");
        Rule rule = valid(() -> Rule.of(
                id, body.text("connection"), body.text("resource"), body.text("topic"), defaults(kind, instance, id)));
        Set<String> known = known(kind);
        known.addAll(Set.of("id", "kind"));
        return edited(rule, instance, new FormFields(body, rule.title(), known));
    }

    /// A rule with what a body changes.
    static Rule edited(Rule before, String instance, JsonFields body) {
        return edited(before, instance, new FormFields(body, before.title(), known(before.kind())));
    }

    private static Set<String> known(RuleKind kind) {
        Set<String> known = new HashSet<>(COMMON);
        known.addAll(
                switch (kind) {
                    case OUTBOUND -> OF_OUTBOUND;
                    case INBOUND -> OF_INBOUND;
                    case STATUS -> OF_STATUS;
                });
        return known;
    }

    private static RuleOptions defaults(RuleKind kind, String instance, String id) {
        return switch (kind) {
            case OUTBOUND -> Outbound.defaults();
            case INBOUND -> Inbound.defaults(instance, id);
            case STATUS -> Status.defaults();
        };
    }

    private static Rule edited(Rule before, String instance, FormFields form) {
        return valid(() -> new Rule(
                before.id(),
                form.text("description", before.description()),
                form.text("connection", before.connection()),
                form.text("resource", before.resource()),
                form.text("topic", before.topic()),
                form.truth("enabled", before.enabled()),
                switch (before.options()) {
                    case Outbound out ->
                        new Outbound(
                                form.choice("acknowledge", out.acknowledge()),
                                form.choice("outflow", out.outflow()),
                                outbox(form, out.outbox()));
                    case Inbound in -> inbound(form, in, Inbound.defaultGroup(instance, before.id()));
                    case Status status -> new Status(outbox(form, status.outbox()));
                },
                before.createdAt()));
    }

    private static Inbound inbound(FormFields form, Inbound before, String defaultGroup) {
        Filter filter = form.choice("filter", before.filter());
        String group = form.text("consumerGroup", before.group());
        return new Inbound(
                group.isEmpty() ? defaultGroup : group,
                filter,
                form.text("expression", filter == before.filter() ? before.expression() : "*"),
                form.truth("ordered", before.ordered()),
                form.choice("onRefused", before.onRefused()));
    }

    private static OutboxLimits outbox(FormFields form, OutboxLimits before) {
        try {
            return new OutboxLimits(
                    form.number("maxMessages", before.messages()), form.size("maxBytes", before.bytes()));
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest("of the outbox (maxMessages, maxBytes): " + e.getMessage());
        }
    }

    private static Rule valid(Supplier<Rule> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /// All of a rule but what it is doing.
    static Map<String, Object> view(Rule rule) {
        Map<String, Object> view = AdminApi.ordered(
                "id", rule.id(),
                "kind", FormFields.word(rule.kind()),
                "resource", rule.resource(),
                "topic", rule.topic(),
                "connection", rule.connection(),
                "enabled", rule.enabled(),
                "description", rule.description(),
                "createdAt", Instant.ofEpochMilli(rule.createdAt()).toString());
        view.putAll(
                switch (rule.options()) {
                    case Outbound out ->
                        AdminApi.ordered(
                                "acknowledge", FormFields.word(out.acknowledge()),
                                "outflow", FormFields.word(out.outflow()),
                                "maxMessages", out.outbox().messages(),
                                "maxBytes", out.outbox().bytes());
                    case Inbound in ->
                        AdminApi.ordered(
                                "consumerGroup", in.group(),
                                "filter", FormFields.word(in.filter()),
                                "expression", in.expression(),
                                "ordered", in.ordered(),
                                "onRefused", FormFields.word(in.onRefused()));
                    case Status status ->
                        AdminApi.ordered(
                                "maxMessages", status.outbox().messages(),
                                "maxBytes", status.outbox().bytes());
                });
        return view;
    }
}
