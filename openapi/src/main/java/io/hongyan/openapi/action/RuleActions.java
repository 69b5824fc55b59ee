package io.hongyan.openapi.action;

import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleKind;
import io.hongyan.cloud.metadata.rule.RuleOptions;
import io.hongyan.openapi.action.Answers.Empty;
import io.hongyan.openapi.quota.Quota;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Rules of one kind. The cloud service's policies name these actions, and its console uses them; their parameters are
/// not published. What is set nowhere here has its default; `hongyan admin rule edit` changes it.
final class RuleActions {

    private final Metadata metadata;
    private final RuleKind kind;
    private final String noun;

    /// @param noun what the actions call a rule of that kind, such as `MqttOutboundRule`
    RuleActions(Metadata metadata, RuleKind kind, String noun) {
        this.metadata = metadata;
        this.kind = kind;
        this.noun = noun;
    }

    /// What a new rule is made of.
    interface NewRule {
        String instanceId();

        String ruleId();

        String connection();

        String resource();

        String topic();

        @Nullable
        String description();
    }

    record CreateRule(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "3 to 64 letters, digits, `-` and `_`", longest = 64, example = "new-rule")
            String ruleId,

            @Parameter(
                    value = "The connection to RocketMQ, made by `hongyan admin rocketmq create`",
                    longest = 64,
                    example = "main")
            String connection,

            @Parameter(value = "The parent topic", example = "TopicDefault")
            String parentTopic,

            @Parameter(value = "The topic in RocketMQ", longest = Limits.LONGEST_RULE_TOPIC, example = "devices")
            String topic,

            @Parameter(value = "For people", required = false, longest = Limits.LONGEST_TEXT) @Nullable
            String description)
            implements NewRule {
        @Override
        public String resource() {
            return parentTopic;
        }
    }

    record CreateNotifyRule(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "3 to 64 letters, digits, `-` and `_`", longest = 64, example = "new-rule")
            String ruleId,

            @Parameter(
                    value = "The connection to RocketMQ, made by `hongyan admin rocketmq create`",
                    longest = 64,
                    example = "main")
            String connection,

            @Parameter(value = "The Group whose clients are told of", example = "GID_default")
            String groupId,

            @Parameter(value = "The topic in RocketMQ", longest = Limits.LONGEST_RULE_TOPIC, example = "notices")
            String topic,

            @Parameter(value = "For people", required = false, longest = Limits.LONGEST_TEXT) @Nullable
            String description)
            implements NewRule {
        @Override
        public String resource() {
            return groupId;
        }
    }

    record UpdateRule(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The rule", longest = 64, example = "new-rule")
            String ruleId,

            @Parameter(value = "Another topic in RocketMQ", required = false, longest = Limits.LONGEST_RULE_TOPIC)
            @Nullable
            String topic,

            @Parameter(value = "For people", required = false, longest = Limits.LONGEST_TEXT) @Nullable
            String description,

            @Parameter(value = "Whether it is at work", required = false, example = "false") @Nullable
            Boolean enabled) {}

    record DeleteRule(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The rule", longest = 64, example = "new-rule")
            String ruleId) {}

    record ListRules(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "Which page, from 1", least = 1, most = 1000, example = "1")
            Integer pageNo,

            @Parameter(value = "Rules of one page, 1 to 100", least = 1, most = Limits.PAGE, example = "10")
            Integer pageSize) {}

    record Rules(RulePage data) {}

    record RulePage(List<RuleView> rules, int pageNo, int pageSize, int total) {}

    record RuleView(
            String ruleId,
            String connection,
            String resource,
            String topic,
            String description,
            boolean enabled,
            long createTime) {
        static RuleView of(Rule rule) {
            return new RuleView(
                    rule.id(),
                    rule.connection(),
                    rule.resource(),
                    rule.topic(),
                    rule.description(),
                    rule.enabled(),
                    rule.createdAt());
        }
    }

    List<Action<?, ?>> actions() {
        return List.of(
                kind == RuleKind.STATUS ? creating(CreateNotifyRule.class) : creating(CreateRule.class),
                changing("Update", "Changes a rule (%s).", UpdateRule.class, this::update),
                Action.looking(
                        "List" + noun + "InPage",
                        "Lists the rules of this kind (" + what() + ").",
                        ListRules.class,
                        Rules.class,
                        Permission.instance("List" + noun + "InPage"),
                        Quota.CONSOLE,
                        this::list),
                changing("Delete", "Deletes a rule (%s) with what waits in it.", DeleteRule.class, this::delete));
    }

    private <I extends Record & NewRule> Action<I, Empty> creating(Class<I> input) {
        return changing("Create", "Makes a rule (%s).", input, this::create)
                .refusing("RuleAlreadyExists", "RuleNotFound", "ResourceLimitExceeded");
    }

    /// @param about with `%s` where the kind of the rule stands
    private <I extends Record> Action<I, Empty> changing(
            String verb, String about, Class<I> input, Action.Body<I, Empty> body) {
        String name = verb + noun;
        return Action.changing(
                        name,
                        about.formatted(what()),
                        input,
                        Empty.class,
                        Permission.instance(name),
                        Quota.CONSOLE,
                        body)
                .refusing("RuleNotFound");
    }

    private String what() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Empty changing(Runnable change) {
        Waiting.change(change, "RuleAlreadyExists", "RuleNotFound");
        return new Empty();
    }

    private Empty create(Call call, NewRule input) {
        return changing(() -> {
            String description = input.description() == null ? "" : input.description();
            metadata.createRule(
                    input.instanceId(),
                    new Rule(
                            input.ruleId(),
                            description,
                            input.connection(),
                            input.resource(),
                            input.topic(),
                            true,
                            options(input),
                            0));
        });
    }

    private RuleOptions options(NewRule input) {
        return switch (kind) {
            case OUTBOUND -> RuleOptions.Outbound.defaults();
            case INBOUND -> RuleOptions.Inbound.defaults(input.instanceId(), input.ruleId());
            case STATUS -> RuleOptions.Status.defaults();
        };
    }

    private Empty update(Call call, UpdateRule input) {
        checkKind(input.instanceId(), input.ruleId());
        return changing(() -> metadata.editRule(
                input.instanceId(),
                input.ruleId(),
                rule -> new Rule(
                        rule.id(),
                        input.description() == null ? rule.description() : input.description(),
                        rule.connection(),
                        rule.resource(),
                        input.topic() == null ? rule.topic() : input.topic(),
                        input.enabled() == null ? rule.enabled() : input.enabled(),
                        rule.options(),
                        rule.createdAt())));
    }

    private Empty delete(Call call, DeleteRule input) {
        checkKind(input.instanceId(), input.ruleId());
        return changing(() -> metadata.deleteRule(input.instanceId(), input.ruleId()));
    }

    /// A rule of another kind is not there for these actions.
    private void checkKind(String instance, String rule) {
        if (rules(instance).stream().noneMatch(each -> each.id().equals(rule))) {
            throw ApiError.bad("RuleNotFound", "there is no such rule " + rule + " in " + instance);
        }
    }

    private List<Rule> rules(String instance) {
        return metadata.snapshot().instance(instance).map(CloudInstance::rules).stream()
                .flatMap(List::stream)
                .filter(rule -> rule.kind() == kind)
                .toList();
    }

    private Rules list(Call call, ListRules input) {
        List<Rule> all = rules(input.instanceId());
        List<RuleView> page = Answers.page(all, input.pageNo(), input.pageSize(), RuleView::of);
        return new Rules(new RulePage(page, input.pageNo(), input.pageSize(), all.size()));
    }
}
