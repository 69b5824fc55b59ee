package io.hongyan.amqp.channel;

import io.hongyan.amqp.queue.SharedBytes;
import io.hongyan.transport.Connection;

/// What all channels of one connection share: their bounds.
///
/// @param publishes what they publish
/// @param budget bytes that they may have unacknowledged
/// @param consumers how many they have
public record ConnectionShare(PublishWindow publishes, ByteBudget budget, ConsumerLimit consumers) {
    /// @param memory that all connections share
    /// @param wake called when there is room again for deliveries; any thread
    public static ConnectionShare of(Connection connection, SharedBytes memory, Runnable wake) {
        return new ConnectionShare(
                new PublishWindow(connection, memory), new ByteBudget(memory, wake), new ConsumerLimit());
    }
}
