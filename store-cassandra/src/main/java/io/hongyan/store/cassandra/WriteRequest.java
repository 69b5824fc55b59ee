package io.hongyan.store.cassandra;

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
                WriteRequest.Reserve,
                WriteRequest.Save,
                WriteRequest.Remove,
                WriteRequest.Subscribe,
                WriteRequest.Unsubscribe,
                WriteRequest.Mark,
                WriteRequest.Done,
                WriteRequest.Received,
                WriteRequest.Completed,
                WriteRequest.Retain,
                WriteRequest.DropRetained,
                WriteRequest.DropInstance,
                WriteRequest.ChangeRecords,
                WriteRequest.AppendToOutbox,
                WriteRequest.Offer,
                WriteRequest.ChangeChannel,
                WriteRequest.Acknowledge,
                WriteRequest.Settle,
                WriteRequest.PutItem,
                WriteRequest.Release,
                WriteRequest.Barrier,
                WriteRequest.ReadPage {
    /// A message joins an inbox when its batch is committed: until then nothing behind it makes its place a past one.
    record Reserve(Append append) implements WriteRequest {}

    record Save(SessionState session, StoredSession what) implements WriteRequest {}

    record Remove(SessionState session) implements WriteRequest {}

    record Subscribe(SessionState session, StoredSubscription subscription) implements WriteRequest {}

    record Unsubscribe(SessionState session, String filter) implements WriteRequest {}

    record Mark(SessionState session, long sequence, int mark) implements WriteRequest {}

    /// @param copies committed together with the end of this entry; null when it is not moved
    record Done(
            SessionState session, long sequence, @Nullable AtomicBatch copies) implements WriteRequest {}

    /// @param batch committed together with this; null when there is none
    record Received(
            SessionState session, int packetId, @Nullable AtomicBatch batch) implements WriteRequest {}

    record Completed(SessionState session, int packetId) implements WriteRequest {}

    /// What is retained of a topic by the time that the batch is built.
    record Retain(RetainedTopic topic) implements WriteRequest {}

    /// What a deleted instance had retained in a virtual shard goes.
    ///
    /// @param time of the deletion
    record DropRetained(int vshard, String instance, long time) implements WriteRequest {}

    /// @param done completed when the deletion is durable
    record DropInstance(String instance, CompletableFuture<Void> done) implements WriteRequest {}

    /// @param bytes of all changes
    /// @param done completed when the changes are durable
    record ChangeRecords(List<RecordTable.Change> changes, int bytes, CompletableFuture<Void> done)
            implements WriteRequest {}

    /// @param counted bytes that wait because of it
    record AppendToOutbox(CassandraOutbox outbox, Message message, OutboxLabel label, int counted)
            implements WriteRequest {}

    /// The same when it has its place.
    record Offer(AppendToOutbox what, long sequence) implements WriteRequest {}

    /// @param open whether it is open now
    record ChangeChannel(OpenChannel channel, boolean open) implements WriteRequest {}

    record Acknowledge(CassandraOutbox outbox, long upTo) implements WriteRequest {}

    record Settle(CassandraOutbox outbox, long[] sequences) implements WriteRequest {}

    /// A virtual shard is given up.
    record Release(int vshard, long epoch) implements WriteRequest {}

    record PutItem(String list, byte[] item, byte[] value) implements WriteRequest {}

    /// A durability barrier: the task runs on the shard when all earlier requests are durable.
    record Barrier(Executor shard, Runnable task) implements WriteRequest {}

    /// A read that sees all earlier requests.
    record ReadPage(Executor shard, SessionState session, long after, int most, Consumer<InboxPage> sink)
            implements WriteRequest {}
}
