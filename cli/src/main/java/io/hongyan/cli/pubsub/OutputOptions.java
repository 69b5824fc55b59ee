package io.hongyan.cli.pubsub;

import io.hongyan.cli.option.Topics;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which messages `sub` prints, and how.
final class OutputOptions {
    @Option(
            names = {"-v", "--verbose"},
            description = "Print the topic before the payload.")
    boolean verbose;

    @Option(names = "-N", description = "No line feed after the payload.")
    boolean noLineFeed;

    @Option(
            names = "-F",
            paramLabel = "FORMAT",
            description = "Output format: %%t topic, %%p payload, %%x payload in hexadecimal, %%l length, %%q QoS, "
                    + "%%r retain, %%m packet id, %%I time (ISO 8601), %%U time (Unix), %%j the whole as JSON; of 5.0 "
                    + "%%C content type, %%D correlation data, %%E expiry, %%F payload format, %%R response topic, "
                    + "%%S subscription id, %%P user properties.")
    @Nullable
    String format;

    @Option(names = "--json", description = "Print a JSON object a line.")
    boolean json;

    @Option(names = "-C", paramLabel = "COUNT", description = "Exit after that many messages.")
    @Nullable
    Integer count;

    @Option(names = "-R", description = "Do not print retained messages.")
    boolean noRetained;

    @Option(names = "--retained-only", description = "Print retained messages, and exit at the first other one.")
    boolean retainedOnly;

    @Option(
            names = {"-T", "--filter-out"},
            paramLabel = "FILTER",
            description = "Do not print messages of these topics. May be repeated.")
    List<String> filteredOut = new ArrayList<>();

    /// @throws Failure when the options contradict each other
    MessagePrinter printer(Terminal terminal) {
        if (count != null && count < 1) {
            throw Failure.usage("-C is 1 or more, not " + count);
        }
        if ((json ? 1 : 0) + (format != null ? 1 : 0) + (verbose ? 1 : 0) > 1) {
            throw Failure.usage("-v, -F and --json exclude each other");
        }
        if (noRetained && retainedOnly) {
            throw Failure.usage("-R and --retained-only exclude each other");
        }
        List<TopicFilter> hidden =
                filteredOut.stream().map(filter -> Topics.filter("-T", filter)).toList();
        MessagePrinter.Selection selection =
                new MessagePrinter.Selection(hidden, noRetained, retainedOnly, count == null ? Long.MAX_VALUE : count);
        return new MessagePrinter(terminal, layout(), selection);
    }

    private MessageLayout layout() {
        if (json) {
            return MessageLayout.json();
        }
        if (format != null) {
            return MessageLayout.format(format, !noLineFeed);
        }
        return MessageLayout.plain(verbose, !noLineFeed);
    }
}
