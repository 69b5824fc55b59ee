package io.hongyan.cli.pubsub;

import io.hongyan.cli.option.Topics;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which messages `sub` prints, and how.
final class OutputOptions {
    @Mixin
    LayoutOptions layout = new LayoutOptions();

    @Option(names = "-C", paramLabel = "COUNT", description = "Exit after that many messages, 1 or more.")
    @Nullable
    Integer count;

    @Option(names = "-R", description = "Do not print retained messages.")
    boolean noRetained;

    @Option(names = "--retained-only", description = "Print retained messages, and exit at the first other one.")
    boolean retainedOnly;

    @Option(
            names = "--remove-retained",
            description = "Remove each retained message from the server once it is received, but for those of -T.")
    boolean removeRetained;

    @Option(
            names = "--random-filter",
            paramLabel = "PERCENT",
            defaultValue = "100",
            description = "Print that share of the messages, 0.1 to 100 (default: 100).")
    double chance = 100;

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
        if (noRetained && retainedOnly) {
            throw Failure.usage("-R and --retained-only exclude each other");
        }
        if (!(chance >= 0.1 && chance <= 100)) {
            throw Failure.usage("--random-filter is 0.1 to 100 percent, not " + chance);
        }
        MessagePrinter.Selection selection = new MessagePrinter.Selection(
                hidden(), noRetained, retainedOnly, count == null ? Long.MAX_VALUE : count, chance);
        return new MessagePrinter(terminal, layout.layout(terminal), selection);
    }

    /// The topics that are left out.
    List<TopicFilter> hidden() {
        return filteredOut.stream().map(filter -> Topics.filter("-T", filter)).toList();
    }
}
