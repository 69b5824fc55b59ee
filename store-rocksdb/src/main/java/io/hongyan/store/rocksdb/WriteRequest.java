package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RetainedTopic;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A request to the writer, of a shard or any other thread.
sealed interface WriteRequest
        permits Append,
                WriteRequest.Save,
                WriteRequest.Remove,
                WriteRequest.Subscribe,
                WriteRequest.Unsubscribe,
                WriteRequest.Mark,
                WriteRequest.Done,
                WriteRequest.Moved,
                WriteRequest.Received,
                WriteRequest.Completed,
                WriteRequest.Retain,
                WriteRequest.DropInstance,
                WriteRequest.ChangeRecords,
                WriteRequest.AppendToOutbox,
                WriteRequest.OpenedChannel,
                WriteRequest.ClosedChannel,
                WriteRequest.Acknowledge,
                WriteRequest.Settle,
                WriteRequest.Barrier,
                WriteRequest.ReadPage {
    record Save(long session, StoredSession what) implements WriteRequest {}

    record Remove(long session) implements WriteRequest {}

    record Subscribe(long session, StoredSubscription subscription) implements WriteRequest {}

    record Unsubscribe(long session, String filter) implements WriteRequest {}

    record Mark(long session, long sequence, int mark) implements WriteRequest {}

    record Done(long session, long sequence) implements WriteRequest {}

    /// @param copies committed atomically with the end of this entry
    record Moved(long session, long sequence, AtomicBatch copies) implements WriteRequest {}

    /// @param batch committed atomically with this row; null when there is none
    record Received(long session, int packetId, @Nullable AtomicBatch batch) implements WriteRequest {}

    record Completed(long session, int packetId) implements WriteRequest {}

    /// What is retained of a topic by the time that the batch is built.
    ///
    /// @param counted bytes that the backlog was given for it
    record Retain(RetainedTopic topic, int counted) implements WriteRequest {}

    /// @param done completed when the deletion is durable
    record DropInstance(String instance, OutboxRegistry outboxes, CompletableFuture<Void> done)
            implements WriteRequest {}

    /// @param bytes of all changes
    /// @param done completed when the changes are durable
    record ChangeRecords(List<RecordTable.Change> changes, long bytes, CompletableFuture<Void> done)
            implements WriteRequest {}

    /// @param counted bytes that the backlog was given for it
    record AppendToOutbox(RocksDbOutbox outbox, Message message, OutboxLabel label, int counted)
            implements WriteRequest {}

    record OpenedChannel(OpenChannel channel) implements WriteRequest {}

    record ClosedChannel(OpenChannel channel) implements WriteRequest {}

    record Acknowledge(RocksDbOutbox outbox, long upTo) implements WriteRequest {}

    record Settle(RocksDbOutbox outbox, long[] sequences) implements WriteRequest {}

    /// A durability barrier: the task runs on the shard when all earlier requests are durable.
    record Barrier(Executor shard, Runnable task) implements WriteRequest {}

    /// A read that sees all earlier requests.
    record ReadPage(Executor shard, long session, long after, int most, Consumer<InboxPage> sink)
            implements WriteRequest {}
}
