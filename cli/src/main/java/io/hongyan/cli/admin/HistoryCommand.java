package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hongyan admin history`.
@Command(
        name = "history",
        description = "Show what the service has measured of itself, minute by minute, for up to seven days.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan admin history",
            "  hongyan admin history --last 24h --step 1h",
            "  hongyan admin history --last 7d --step 1d --measure messagesReceived,messagesDropped",
            "",
            "Times are the beginnings of steps. Gauges (connections, messagesWaiting) have their mean, counts",
            "(messagesReceived, connectsRefused) their sum, latencies their longest of the step. docs/admin.md lists",
            "the measures."
        })
final class HistoryCommand implements Callable<Integer> {
    private static final String USUAL =
            "connections,messagesReceived,messagesSent,messagesDropped,messagesWaiting,answerP99Millis,cpuPercent";

    private final Terminal terminal;

    @Mixin
    AdminOptions options = new AdminOptions();

    @Option(
            names = "--last",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How far to look back, up to 7d (default: ${DEFAULT-VALUE}).")
    String last = "1h";

    @Option(
            names = "--step",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "For how long each line stands, 1m to 7d (default: ${DEFAULT-VALUE}).")
    String step = "5m";

    @Option(
            names = "--measure",
            paramLabel = "NAME[,NAME...]",
            defaultValue = USUAL,
            description = "What to show; 'all' for all there are (default: ${DEFAULT-VALUE}).")
    String measures = USUAL;

    HistoryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("last", last);
        query.put("step", step);
        if (!measures.equals("all")) {
            query.put("measures", measures);
        }
        Map<String, Object> answer = options.client(terminal).get(query, "history");
        AdminOutput.list(terminal, options, answer, "points");
        return Exit.OK;
    }
}
