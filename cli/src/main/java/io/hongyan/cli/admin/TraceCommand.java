package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.server.config.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hongyan admin trace`.
@Command(
        name = "trace",
        description = "Show what one client, topic or address does, as it happens; payloads are not shown.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan admin trace --client GID_robots@@@7",
            "  hongyan admin trace --topic 'lines/#' --max 100 --json",
            "  hongyan admin trace --address 192.0.2.7 --for 1h",
            "",
            "It ends after the time, after the number of events, or with Ctrl-C, and then tells how many events it has",
            "shown, and how many were dropped because this side reads too slowly. Refused logins are shown whatever",
            "the instance."
        })
final class TraceCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    AdminOptions options = new AdminOptions();

    @Mixin
    InstanceOption chosen = new InstanceOption();

    @Option(names = "--client", paramLabel = "CLIENTID", description = "Everything of this client.")
    @Nullable
    String client;

    @Option(
            names = "--topic",
            paramLabel = "FILTER",
            description = "Messages of the topics that it matches, and subscriptions that get such messages.")
    @Nullable
    String topic;

    @Option(
            names = "--address",
            paramLabel = "IP",
            description = "Everything of the clients that connect from this address.")
    @Nullable
    String address;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "How long, such as 30s or 5m, 1s to 1h (default: 10m).")
    String time = "10m";

    @Option(names = "--max", paramLabel = "COUNT", description = "End after as many events, 1 or more (default: any).")
    @Nullable
    Long most;

    TraceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Map<String, Object> wish = new LinkedHashMap<>();
        put(wish, "client", client);
        put(wish, "topic", topic);
        put(wish, "address", address);
        if (wish.size() != 1) {
            throw Failure.usage("what is to be shown: give one of --client, --topic and --address");
        }
        Duration longest = duration();
        wish.put("seconds", longest.toSeconds());
        put(wish, "events", most);
        String instance = chosen.id(options);
        TracePrinter printer = new TracePrinter(terminal, options.json);
        Thread farewell = new Thread(printer::interrupted, "hongyan-farewell");
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            options.client(terminal).lines(wish, longest, printer::take, "instances", instance, "trace");
        } finally {
            removeHook(farewell);
        }
        if (!printer.ended()) {
            throw new Failure(Exit.LOST, "the service ended the trace without a word; is it still there?");
        }
        return Exit.OK;
    }

    private Duration duration() {
        try {
            return Durations.parse(time);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--for " + e.getMessage());
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The program ends, and the hook says so.
        }
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
