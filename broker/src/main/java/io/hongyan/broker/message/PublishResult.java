package io.hongyan.broker.message;

import org.jspecify.annotations.Nullable;

/// What became of a message that was published in the name of the server.
///
/// @param receivers how many it was routed to; the client of a direct message counts, whether it is there or not
/// @param id by which its traces have it; null when it was refused
/// @param refused why it was not accepted, and may be later; null when it was
public record PublishResult(
        int receivers, @Nullable MessageId id, @Nullable String refused) {
    public static PublishResult refusal(String why) {
        return new PublishResult(0, null, why);
    }

    public static PublishResult accepted(int receivers, MessageId id) {
        return new PublishResult(receivers, id, null);
    }
}
