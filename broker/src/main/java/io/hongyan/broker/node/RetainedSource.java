package io.hongyan.broker.node;

import io.hongyan.broker.message.Message;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Retained messages that a filter matches, to be taken in slices.
///
/// Confined to one thread at a time.
public interface RetainedSource {
    /// Goes on, for a number of steps at most. A step looks at one topic, matching or not.
    ///
    /// @param room asked before each step; the slice ends when there is no room for another message
    /// @return whether there is more; false once it is done
    boolean next(int most, BooleanSupplier room, Consumer<Message> sink);

    /// Whether nothing can be taken before more has arrived from somewhere.
    default boolean waits() {
        return false;
    }
}
