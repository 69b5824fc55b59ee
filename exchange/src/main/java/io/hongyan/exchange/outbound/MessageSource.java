package io.hongyan.exchange.outbound;

import java.util.List;

/// Where a forwarder takes messages from, on its thread alone.
public interface MessageSource {
    /// Waits until there are messages.
    ///
    /// @return those that come next, in their order; empty when some were lost
    List<PendingMessage> take() throws InterruptedException;

    /// All that was taken last has reached the other system, or never will: it need not be kept.
    void settled();
}
