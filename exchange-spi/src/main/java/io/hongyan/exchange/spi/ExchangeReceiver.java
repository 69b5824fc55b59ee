package io.hongyan.exchange.spi;

import java.util.concurrent.CompletionStage;

/// Where received messages go. Called on threads of the plug-in; returns soon.
public interface ExchangeReceiver {
    /// @return completes when the message may be answered, perhaps on another thread. The consumer bounds how many are
    ///         open at once. An exceptional end counts as [Receipt#LATER]
    CompletionStage<Receipt> received(InboundMessage message);

    /// Nothing is received any more until [#works] is called. Each time that the reason changes.
    ///
    /// @param why for people
    default void waits(String why) {}

    /// Messages are received, for the first time or again.
    default void works() {}

    /// How to answer the other system.
    enum Receipt {
        /// All that must be kept is kept.
        TAKEN,
        /// It could not be kept now. It is to come again, after a pause.
        LATER,
        /// It can never be delivered. It must not come again.
        REFUSED
    }
}
