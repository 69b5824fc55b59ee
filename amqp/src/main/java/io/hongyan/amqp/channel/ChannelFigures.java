package io.hongyan.amqp.channel;

import java.util.concurrent.atomic.LongAdder;

/// What all channels count, since the start. Any thread.
public final class ChannelFigures {
    private final LongAdder published = new LongAdder();
    private final LongAdder confirmed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder closed = new LongAdder();

    void published() {
        published.increment();
    }

    void confirmed() {
        confirmed.increment();
    }

    void refused() {
        refused.increment();
    }

    void delivered() {
        delivered.increment();
    }

    /// A channel was closed because of a fault of its client.
    public void closed() {
        closed.increment();
    }

    /// @param published messages that came, whatever became of them
    /// @param confirmed messages that were accepted
    /// @param refused messages that were not
    /// @param delivered messages that were sent to consumers, again or not
    /// @param closed channels that were closed because of a fault of their clients
    public record Values(long published, long confirmed, long refused, long delivered, long closed) {}

    public Values values() {
        return new Values(published.sum(), confirmed.sum(), refused.sum(), delivered.sum(), closed.sum());
    }
}
