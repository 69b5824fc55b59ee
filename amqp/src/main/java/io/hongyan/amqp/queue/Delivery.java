package io.hongyan.amqp.queue;

import io.hongyan.broker.store.OutboxEntry;
import org.jspecify.annotations.Nullable;

/// A message on its way to a consumer: one object for a message as long as it is neither acknowledged nor dropped, so
/// that it is known how often it was tried.
///
/// The queue changes it on its loop, and not while a consumer has it.
public final class Delivery {
    private final OutboxEntry entry;
    private boolean redelivered;
    private int attempts;
    private long dueMillis;
    private @Nullable Consumer holder;

    /// A message that no consumer had so far.
    public Delivery(OutboxEntry entry) {
        this.entry = entry;
    }

    public OutboxEntry entry() {
        return entry;
    }

    /// Whether it was handed to a consumer before. A restart of the service forgets that.
    public boolean redelivered() {
        return redelivered;
    }

    /// As [io.hongyan.broker.message.Message#bytes] counts.
    public int bytes() {
        return entry.message().bytes();
    }

    long sequence() {
        return entry.sequence();
    }

    /// A consumer has it from now on.
    void handTo(Consumer consumer) {
        holder = consumer;
    }

    /// Takes it back from a consumer.
    ///
    /// @return false when that consumer does not have it, since the queue took it back before
    boolean takeFrom(Consumer consumer) {
        if (holder != consumer) {
            return false;
        }
        holder = null;
        redelivered = true;
        return true;
    }

    /// How often consumers rejected it.
    int attempts() {
        return attempts;
    }

    /// A consumer rejected it.
    void failed() {
        attempts++;
    }

    /// When it is delivered again, in steady milliseconds.
    long dueMillis() {
        return dueMillis;
    }

    void due(long millis) {
        dueMillis = millis;
    }
}
