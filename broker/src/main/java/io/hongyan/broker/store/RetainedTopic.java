package io.hongyan.broker.store;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// The place of one topic in the memory of retained messages, as a store sees it. The store writes what is there at the
/// time of the write, not at the time of the change: so many changes of one topic cost one row, and the newest message
/// is what the store ends with, whichever shards the changes came by.
///
/// Any thread.
public abstract class RetainedTopic {
    private final Topic topic;

    /// The store whose request is still to be written; null when nobody's is, or it cannot be told.
    private volatile @Nullable ShardStore asked;

    protected RetainedTopic(Topic topic) {
        this.topic = topic;
    }

    /// A place with that message, for ever; null = none.
    public static RetainedTopic of(String instance, Topic topic, @Nullable Message message) {
        return new RetainedTopic(topic) {
            @Override
            public String instance() {
                return instance;
            }

            @Override
            protected @Nullable Message present() {
                return message;
            }
        };
    }

    public final Topic topic() {
        return topic;
    }

    public abstract String instance();

    /// What is retained now; null when nothing is.
    protected abstract @Nullable Message present();

    /// Asks for a write, after the change. Called on the shard of that store.
    ///
    /// @return false when the last request of this store is still to be written: it will write this change, too
    public final boolean ask(ShardStore store) {
        if (store.equals(asked)) {
            return false;
        }
        asked = store;
        return true;
    }

    /// A request is about to be written: gives what to write, null = nothing is to be kept. A change that comes after
    /// this call asks anew.
    public final @Nullable Message take() {
        asked = null; // before the look: a change that was not asked for must be seen
        return present();
    }
}
