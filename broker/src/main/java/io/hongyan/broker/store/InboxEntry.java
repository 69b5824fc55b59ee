package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;
import org.jspecify.annotations.Nullable;

/// One message in an inbox.
///
/// @param sequence rises within the inbox, from 1; the order of delivery
/// @param mark what the user of the inbox wrote about the entry; 0 = nothing, the entry was never taken
/// @param batch the batch of writes that the entry came to the store with; null when it was written alone
public record InboxEntry(
        long sequence,
        Message message,
        DeliveryOptions options,
        int mark,
        @Nullable AtomicBatch batch) {

    /// An entry that nobody took yet.
    public InboxEntry(long sequence, Message message, DeliveryOptions options, @Nullable AtomicBatch batch) {
        this(sequence, message, options, 0, batch);
    }

    /// The same entry with a mark.
    public InboxEntry marked(int newMark) {
        return new InboxEntry(sequence, message, options, newMark, batch);
    }
}
