package io.hongyan.exchange.spi;

import java.time.Instant;

/// What a rule receives.
///
/// @param group the consumer group; consumers of one group share the messages
/// @param topic of the other system
/// @param filter how `expression` is read
/// @param expression tags separated by `||`, or a condition in SQL92; `*` for all
/// @param ordered whether messages of one queue are received one after the other
/// @param deadLetters where a message that was [refused][ExchangeReceiver.Receipt#REFUSED] goes: true for the
///        dead-letter topic of the group, false for nowhere
/// @param since where a group begins that the other system does not know: with what reached it at that time or later
public record ConsumerSettings(
        String group,
        String topic,
        Filter filter,
        String expression,
        boolean ordered,
        boolean deadLetters,
        Instant since) {
    /// How an expression is read.
    public enum Filter {
        TAG,
        SQL92
    }
}
