package io.hongyan.cli.pubsub;

import io.hongyan.cli.terminal.Terminal;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.topic.TopicFilter;
import java.util.List;

/// Prints the messages that are wanted, and knows when it has printed enough.
///
/// Confined to the connection's loop, but for [#isSatisfied()].
final class MessagePrinter {
    /// Which messages are printed.
    ///
    /// @param hidden topics left out
    /// @param noRetained leave out retained messages
    /// @param retainedOnly stop at the first message that is not retained
    /// @param count how many are printed at most, 1 or more
    /// @param chance of each message to be printed, in percent
    record Selection(List<TopicFilter> hidden, boolean noRetained, boolean retainedOnly, long count, double chance) {}

    private final Terminal terminal;
    private final MessageLayout layout;
    private final Selection selection;
    private volatile boolean satisfied;
    private long printed;

    MessagePrinter(Terminal terminal, MessageLayout layout, Selection selection) {
        this.terminal = terminal;
        this.layout = layout;
        this.selection = selection;
    }

    /// Prints the message if it is wanted.
    ///
    /// @return whether to go on
    /// @throws io.hongyan.cli.terminal.Failure when nobody reads the output any more
    boolean print(Publish message) {
        boolean more = printIfWanted(message);
        if (!more) {
            satisfied = true;
        }
        return more;
    }

    /// Whether it has asked to stop. Any thread may ask.
    boolean isSatisfied() {
        return satisfied;
    }

    private boolean printIfWanted(Publish message) {
        if (selection.retainedOnly() && !message.retain()) {
            return false;
        }
        if (selection.noRetained() && message.retain()) {
            return true;
        }
        if (selection.hidden().stream().anyMatch(filter -> filter.matches(message.topic()))) {
            return true;
        }
        if (selection.chance() < 100 && terminal.random().nextDouble() * 100 >= selection.chance()) {
            return true;
        }
        byte[] bytes = layout.bytes(message, terminal.clock().instant());
        if (bytes.length > 0) {
            terminal.print(bytes);
        }
        printed++;
        return printed < selection.count();
    }
}
