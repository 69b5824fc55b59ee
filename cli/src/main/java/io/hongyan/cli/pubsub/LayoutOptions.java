package io.hongyan.cli.pubsub;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a message is printed.
final class LayoutOptions {
    @Option(
            names = {"-v", "--verbose"},
            description = "Print the topic before the payload.")
    boolean verbose;

    @Option(names = "-N", description = "No line feed after the payload.")
    boolean noLineFeed;

    @Option(
            names = "-F",
            paramLabel = "FORMAT",
            description = "Output format, as mosquitto_sub reads it. After '%%': t topic, p payload, x payload in "
                    + "hexadecimal, l length, q QoS, r retain, m packet id, I time (ISO 8601), U time (Unix), j all as "
                    + "JSON, J the same with a payload that is JSON; of 5.0 A topic alias, C content type, "
                    + "D correlation data, E expiry, F payload format, R response topic, S subscription id, "
                    + "P user properties. After '@': a letter of strftime(3), or N nanoseconds. '%%-10.10t' is a topic "
                    + "to the left in 10 bytes.")
    @Nullable
    String format;

    @Option(names = "--json", description = "Print a JSON object a line.")
    boolean json;

    @Option(names = "--pretty", description = "Spread the JSON of %%j, %%J and --json over several lines.")
    boolean pretty;

    /// @throws Failure when the options contradict each other, or the format has an unknown letter
    MessageLayout layout(Terminal terminal) {
        if (json && (format != null || verbose)) {
            throw Failure.usage("--json excludes -v and -F: -F %j prints the JSON of mosquitto_sub");
        }
        MessageLayout.Style style =
                new MessageLayout.Style(!noLineFeed, pretty, ZoneId.systemDefault(), terminal.err()::println);
        if (json) {
            return MessageLayout.json(style);
        }
        return format != null ? new MessageFormat(format, style) : MessageLayout.plain(verbose, !noLineFeed);
    }
}
