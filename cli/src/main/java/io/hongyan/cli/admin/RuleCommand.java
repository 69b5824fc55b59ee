package io.hongyan.cli.admin;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin rule`.
@Command(
        name = "rule",
        description = "Rules of an instance: messages to and from RocketMQ, and notices of clients that come and go.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan admin rule create lines-out --kind outbound --resource lines --connection main --topic LINES",
            "  hongyan admin rule create lines-in --kind inbound --resource lines --connection main --topic COMMANDS",
            "  hongyan admin rule create robots --kind status --resource GID_robots --connection main --topic STATUS",
            "  hongyan admin rule create --v2-defaults --connection main",
            "  hongyan admin rule edit lines-out --max-messages 5000000 --max-bytes 4GiB",
            "  hongyan admin rule disable lines-in"
        })
final class RuleCommand extends CommandGroup {
    private static final List<String> COLUMNS = List.of(
            "id", "kind", "resource", "topic", "connection", "enabled", "waiting", "carried", "dropped", "fault");

    private final Terminal terminal;

    RuleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "List the rules, and what they are doing.")
    int list(@Mixin AdminOptions options, @Mixin InstanceOption chosen) {
        String id = chosen.id(options);
        Map<String, Object> answer = options.client(terminal).get("instances", id, "rules");
        AdminOutput.list(terminal, options, answer, "rules", COLUMNS);
        return Exit.OK;
    }

    @Command(name = "show", description = "Show one rule with its options and figures.")
    int show(@Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "RULE") String rule) {
        String id = chosen.id(options);
        AdminOutput.fields(terminal, options, options.client(terminal).get("instances", id, "rules", rule), "");
        return Exit.OK;
    }

    @Command(
            name = "create",
            description = "Create a rule, or with --v2-defaults those that an instance of the older generation of the"
                    + " cloud service has: for each parent topic one out to and one in from the RocketMQ topic of its"
                    + " name, for each Group its notices to GROUP_MQTT.")
    int create(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Mixin RuleOptionSet wanted,
            @Option(
                            names = "--kind",
                            paramLabel = "outbound|inbound|status",
                            completionCandidates = Candidates.RuleKinds.class,
                            description = "What devices publish, to RocketMQ; messages of RocketMQ, to devices; or"
                                    + " notices of clients, to RocketMQ. With --v2-defaults: only that kind.")
                    @Nullable
                    String kind,
            @Option(names = "--disabled", description = "Do not let it work yet.") boolean disabled,
            @Option(names = "--v2-defaults", description = "Create the rules of the older generation.")
                    boolean v2Defaults,
            @Parameters(
                            paramLabel = "RULE",
                            arity = "0..1",
                            description = "3 to 64 letters, digits, - and _; it never changes.")
                    @Nullable
                    String rule) {
        if (v2Defaults) {
            return createV2Rules(options, chosen, wanted, kind, disabled, rule);
        }
        if (rule == null) {
            throw Failure.usage("RULE is missing: name the new rule, or give --v2-defaults");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", rule);
        body.put("kind", given(kind, "--kind (outbound, inbound or status)"));
        given(wanted.resource, "--resource");
        given(wanted.connection, "--connection");
        given(wanted.topic, "--topic");
        body.putAll(wanted.given());
        if (disabled) {
            body.put("enabled", false);
        }
        String id = chosen.id(options);
        Map<String, Object> answer = options.client(terminal).post(body, "instances", id, "rules");
        AdminOutput.fields(terminal, options, answer, "created " + rule);
        return Exit.OK;
    }

    private static Object given(@Nullable String value, String option) {
        if (value == null) {
            throw Failure.usage(option + " is missing");
        }
        return value;
    }

    private int createV2Rules(
            AdminOptions options,
            InstanceOption chosen,
            RuleOptionSet wanted,
            @Nullable String kind,
            boolean disabled,
            @Nullable String rule) {
        Map<String, Object> body = wanted.given();
        given(wanted.connection, "--connection");
        if (body.size() > 1 || disabled || rule != null) {
            throw Failure.usage("--v2-defaults takes --connection and --kind alone; edit the rules that it makes");
        }
        if (kind != null) {
            body.put("kinds", List.of(kind));
        }
        String id = chosen.id(options);
        Map<String, Object> answer = options.client(terminal).post(body, "instances", id, "rules", "v2-defaults");
        AdminOutput.list(terminal, options, answer, "created");
        return Exit.OK;
    }

    @Command(name = "edit", description = "Change what is given, and leave the rest as it is.")
    int edit(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Mixin RuleOptionSet wanted,
            @Parameters(paramLabel = "RULE") String rule) {
        Map<String, Object> body = wanted.given();
        if (body.isEmpty()) {
            throw Failure.usage("nothing is to be changed: give the options that are to be other than before");
        }
        String id = chosen.id(options);
        Map<String, Object> answer = options.client(terminal).patch(body, "instances", id, "rules", rule);
        AdminOutput.fields(terminal, options, answer, "edited " + rule);
        return Exit.OK;
    }

    @Command(name = "enable", description = "Let a rule work again.")
    int enable(
            @Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "RULE") String rule) {
        return turn(options, chosen, rule, "enable");
    }

    @Command(name = "disable", description = "Let a rule rest; it can be enabled again.")
    int disable(
            @Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "RULE") String rule) {
        return turn(options, chosen, rule, "disable");
    }

    private int turn(AdminOptions options, InstanceOption chosen, String rule, String how) {
        String id = chosen.id(options);
        Map<String, Object> answer = options.client(terminal).post(Map.of(), "instances", id, "rules", rule, how);
        AdminOutput.fields(terminal, options, answer, how + "d " + rule);
        return Exit.OK;
    }

    @Command(name = "delete", description = "Delete a rule, and what waits in its outbox.")
    int delete(
            @Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "RULE") String rule) {
        String id = chosen.id(options);
        Map<String, Object> answer = options.client(terminal).delete("instances", id, "rules", rule);
        AdminOutput.fields(terminal, options, answer, "deleted " + rule);
        return Exit.OK;
    }
}
