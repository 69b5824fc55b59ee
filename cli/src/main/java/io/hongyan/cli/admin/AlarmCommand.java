package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `hongyan admin alarm`.
@Command(
        name = "alarm",
        description =
                "Alarms on what the service, its instances and their topics have each minute, and who is told of them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan admin alarm metrics",
            "  hongyan admin alarm create connections --above 9000 --minutes 5 --level critical",
            "  hongyan admin alarm create messagesPerSecond --above 800 --instance mqtt-factory",
            "  hongyan admin alarm create topicReceiveTps --above 100 --instance mqtt-factory --topic meters",
            "  hongyan admin alarm receiver hook pager --url https://pager.example.com/hongyan",
            "  hongyan admin alarm receiver test",
            "",
            "An alarm fires when the values of some minutes, one after the other, are all beyond the threshold."
        })
final class AlarmCommand extends CommandGroup {
    private static final String ALARMS = "alarms";
    private static final List<String> COLUMNS = List.of(
            "id",
            "instance",
            "topic",
            "metric",
            "comparison",
            "threshold",
            "minutes",
            "level",
            "enabled",
            "state",
            "since",
            "value");

    private final Terminal terminal;

    private AlarmCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// With those of the receivers below it.
    static CommandLine of(Terminal terminal) {
        return new CommandLine(new AlarmCommand(terminal)).addSubcommand(new ReceiverCommand(terminal));
    }

    @Command(name = "list", description = "List the alarms with their states and the values of the last minute.")
    int list(@Mixin AdminOptions options) {
        AdminOutput.list(terminal, options, options.client(terminal).get(ALARMS), ALARMS, COLUMNS);
        return Exit.OK;
    }

    @Command(name = "show", description = "Show one alarm with its state.")
    int show(@Mixin AdminOptions options, @Parameters(paramLabel = "ID") String id) {
        Map<String, Object> found = new LinkedHashMap<>();
        if (options.client(terminal).get(ALARMS).get(ALARMS) instanceof List<?> alarms) {
            for (Object alarm : alarms) {
                if (alarm instanceof Map<?, ?> fields && id.equals(fields.get("id"))) {
                    fields.forEach((name, value) -> found.put(String.valueOf(name), value));
                }
            }
        }
        if (found.isEmpty()) {
            throw new Failure(Exit.REJECTED, "there is no alarm " + id);
        }
        AdminOutput.fields(terminal, options, found, "");
        return Exit.OK;
    }

    @Command(name = "metrics", description = "List what alarms can look at, of the service and of an instance.")
    int metrics(@Mixin AdminOptions options) {
        Map<String, Object> answer = options.client(terminal).get(ALARMS);
        Object metrics = answer.getOrDefault("metrics", List.of());
        AdminOutput.list(terminal, options, Map.of("metrics", metrics), "metrics");
        return Exit.OK;
    }

    @Command(name = "create", description = "Make an alarm.")
    int create(
            @Mixin AdminOptions options,
            @Mixin AlarmOptions wanted,
            @Parameters(paramLabel = "METRIC", description = "One of those of 'alarm metrics'.") String metric) {
        Map<String, Object> body = wanted.body();
        if (!body.containsKey(AlarmOptions.THRESHOLD)) {
            throw Failure.usage("--above or --below is missing: the threshold of the alarm");
        }
        body.put("metric", metric);
        AdminOutput.fields(terminal, options, options.client(terminal).post(body, ALARMS), "created");
        return Exit.OK;
    }

    @Command(name = "change", description = "Change an alarm; what is not named stays. It begins to count anew.")
    int change(@Mixin AdminOptions options, @Mixin AlarmOptions wanted, @Parameters(paramLabel = "ID") String id) {
        return patch(options, id, wanted.body());
    }

    private int patch(AdminOptions options, String id, Map<String, Object> body) {
        AdminOutput.fields(terminal, options, options.client(terminal).patch(body, ALARMS, id), "changed " + id);
        return Exit.OK;
    }

    @Command(name = "enable", description = "Let an alarm work again.")
    int enable(@Mixin AdminOptions options, @Parameters(paramLabel = "ID") String id) {
        return patch(options, id, Map.of("enabled", true));
    }

    @Command(name = "disable", description = "Let an alarm rest.")
    int disable(@Mixin AdminOptions options, @Parameters(paramLabel = "ID") String id) {
        return patch(options, id, Map.of("enabled", false));
    }

    @Command(name = "delete", description = "Delete an alarm.")
    int delete(@Mixin AdminOptions options, @Parameters(paramLabel = "ID") String id) {
        AdminOutput.fields(terminal, options, options.client(terminal).delete(ALARMS, id), "deleted " + id);
        return Exit.OK;
    }

    @Command(name = "history", description = "List when alarms changed their states, the newest first.")
    int history(@Mixin AdminOptions options, @Mixin LimitOption limit) {
        Map<String, Object> answer = options.client(terminal).get(Map.of("limit", limit.text()), ALARMS, "history");
        AdminOutput.list(terminal, options, answer, "changes");
        return Exit.OK;
    }
}
