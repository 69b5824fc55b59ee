package io.hongyan.exchange.spi;

/// What became of a message that was sent.
public sealed interface SendOutcome {
    Sent SENT = new Sent();

    /// The other system has it.
    record Sent() implements SendOutcome {}

    /// It may work later: the message is sent again.
    ///
    /// @param reason for a metric: a few lower-case words with `_`, of a small set, such as `unreachable`
    /// @param why for people
    record Later(String reason, String why) implements SendOutcome {}

    /// It will never work: too large, or refused as it is. The message is dropped, counted and logged.
    ///
    /// @param reason as in [Later]
    /// @param why for people
    record Never(String reason, String why) implements SendOutcome {}
}
