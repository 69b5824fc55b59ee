package io.hongyan.amqp.queue;

import io.hongyan.codec.topic.TopicFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a queue is. What only grows does so since the start of the service.
///
/// @param filter what it takes of the messages below its parent topic; null for all
/// @param live whether it is without storage, and exists as long as it has consumers
/// @param messages in it now, with those that consumers have
/// @param bytes in it now
/// @param oldestMillis how long the oldest message that no consumer has has waited, to the second; 0 when none waits
/// @param consumers how many it has
/// @param unacknowledged messages that consumers have
/// @param retrying messages that were rejected and wait to be delivered again
/// @param delivered how often messages were handed to consumers
/// @param acknowledged messages that consumers dealt with
/// @param rejected how often consumers could not deal with a message
/// @param redelivered how often messages were handed out that were so before
/// @param deadLettered messages that were given up after too many attempts
/// @param dropped messages that were dropped, by cause, with every cause
/// @param deadLetters that are kept now
/// @param deadLettersDropped dead letters that gave way to younger ones
public record QueueStatus(
        QueueKey key,
        @Nullable TopicFilter filter,
        boolean live,
        long messages,
        long bytes,
        long oldestMillis,
        int consumers,
        long unacknowledged,
        long retrying,
        long delivered,
        long acknowledged,
        long rejected,
        long redelivered,
        long deadLettered,
        Map<DropCause, Long> dropped,
        long deadLetters,
        long deadLettersDropped) {
    /// What the name of a live queue ends with.
    public static final String LIVE = "!live";

    /// The name for people: that of the key, with `!live` for a live queue.
    public String name() {
        return new QueueName(key, live).text();
    }
}
