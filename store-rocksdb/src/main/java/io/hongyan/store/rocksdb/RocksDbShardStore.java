package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.BatchedShardStore;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.RetainedTopic;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.SessionStore;
import io.hongyan.codec.QoS;
import io.hongyan.store.rocksdb.health.StoreHealth;
import io.hongyan.store.rocksdb.health.StoreStats;
import io.hongyan.store.rocksdb.health.WriteBacklog;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Collects the write requests of one shard until the writer takes them. The writer is woken only when a task or a read
/// waits.
///
/// Confined to its shard, except [#take] and [#put].
final class RocksDbShardStore extends BatchedShardStore {
    private static final int WAKE_AT = 4096;

    /// What a reference to a message takes until it is written, without the message: its request, the entry of an
    /// inbox, and their places in lists. Its row is there for one batch alone, which is bounded itself.
    private static final int INBOX_BYTES = 96;

    private static final int OUTBOX_BYTES = 48;

    /// The request, and its place in the list. The message is in the memory of retained messages, whose bounds count
    /// it.
    private static final int RETAINED_BYTES = 32;

    private final Executor loop;
    private final StoreStats stats;
    private final WriteBacklog backlog;
    private final GroupCommitWriter writer;
    private final StoreHealth health;
    private final LongUnaryOperator ids;
    private final PageReader pages;
    private final WriteQueue queue;

    /// The message that was appended last, until the writer takes: all who get it refer to the same object.
    private volatile @Nullable Message appended;

    /// What was appended last, outside of a batch, until the writer takes.
    private volatile @Nullable Append newest;

    /// Tasks that waited for messages which are acknowledged now.
    private final ArrayDeque<Runnable> settled = new ArrayDeque<>();

    /// @param ids allocates the id of a new session from its virtual shard
    RocksDbShardStore(
            Executor loop, StoreStats stats, GroupCommitWriter writer, LongUnaryOperator ids, PageReader pages) {
        this.loop = loop;
        this.stats = stats;
        this.backlog = stats.backlog();
        this.queue = new WriteQueue(backlog);
        this.health = stats.health();
        this.writer = writer;
        this.ids = ids;
        this.pages = pages;
    }

    @Override
    public void acquire(int vshard, Acquisition sink) {
        pages.readSessions(new VShardReader(vshard, this, sink));
    }

    @Override
    public void release(int vshard) {
        writer.wake();
    }

    @Override
    public SessionStore create(SessionKey key) {
        return session(ids.applyAsLong(key.vshard()));
    }

    SessionStore session(long number) {
        return new RocksDbSessionStore(this, number);
    }

    void append(long session, InboxEntry entry) {
        Append append = new Append(session, entry, count(entry.message(), INBOX_BYTES));
        boolean waits = add(append, entry.batch());
        newest = waits || entry.options().qos() == QoS.EXACTLY_ONCE ? null : append;
    }

    /// What has just been appended, when it is this entry, and no batch decides about it: null otherwise.
    @Nullable
    Append unwritten(long session, InboxEntry entry) {
        Append append = newest;
        boolean same =
                append != null && append.session() == session && append.entry().sequence() == entry.sequence();
        return same ? append : null;
    }

    /// A receiver was sent what has just been appended.
    ///
    /// @return false when the writer has it already
    boolean sent(Append append, int mark, boolean lingers) {
        newest = null;
        return queue.sent(append, mark, lingers, lingers ? writer.now() : 0);
    }

    /// A message needs nothing more.
    ///
    /// @return false when the writer has it already
    boolean cancel(Append append) {
        if (!queue.cancel(append)) {
            return false;
        }
        stats.leftUnwritten();
        boolean none = settled.isEmpty();
        if (queue.settle(barrier -> settled.add(barrier.task()))) {
            writer.wake();
        }
        if (none && !settled.isEmpty()) {
            loop.execute(this::runSettled);
        }
        return true;
    }

    /// In a task of their own: whoever acknowledges must not meet what other sessions do then.
    private void runSettled() {
        for (Runnable task = settled.poll(); task != null; task = settled.poll()) {
            WaitingTasks.runTask(task);
        }
    }

    /// Counts a reference to a message, which comes to one receiver after the other: with the first of a row its body,
    /// too. The writer may take between the two, and what is taken is soon written: of each shard, one message may be
    /// under way that does not count any more.
    ///
    /// @param reference bytes without the message
    /// @return the bytes that were counted
    @SuppressWarnings("ReferenceEquality") // an equal message has a payload of its own
    private int count(Message message, int reference) {
        int bytes = reference;
        if (appended != message) {
            appended = message;
            bytes += message.bytes();
        }
        backlog.add(bytes);
        return bytes;
    }

    void read(long session, long after, int most, Consumer<InboxPage> sink) {
        put(new WriteRequest.ReadPage(loop, session, after, most, sink));
        writer.wake();
    }

    /// Runs the task on the shard. Any thread.
    void onShard(Runnable task) {
        loop.execute(task);
    }

    @Override
    protected void write(RetainedTopic topic) {
        backlog.add(RETAINED_BYTES);
        put(new WriteRequest.Retain(topic, RETAINED_BYTES));
    }

    @Override
    public void opened(OpenChannel channel) {
        add(new WriteRequest.OpenedChannel(channel));
    }

    @Override
    public void closed(OpenChannel channel) {
        add(new WriteRequest.ClosedChannel(channel));
    }

    @Override
    public void append(Outbox outbox, Message message, OutboxLabel label) {
        RocksDbOutbox to = (RocksDbOutbox) outbox;
        to.counters().appended();
        add(new WriteRequest.AppendToOutbox(to, message, label, count(message, OUTBOX_BYTES)));
    }

    @Override
    public void whenDurable(Runnable then) {
        if (!add(new WriteRequest.Barrier(loop, then)) && queue.isUrgent()) {
            writer.wake();
        }
    }

    @Override
    public @Nullable String refusal() {
        String failed = failure();
        if (failed != null) {
            return failed;
        }
        return backlog.isFull() ? "the disk does not keep up" : null;
    }

    @Override
    public @Nullable String outage() {
        return writer.outage();
    }

    @Override
    public @Nullable String failure() {
        return health.failedWhy();
    }

    /// Adds what belongs to the message that is being delivered.
    ///
    /// @return whether the request belongs to a batch and waits for its commit
    private boolean add(WriteRequest write) {
        return add(write, batch());
    }

    /// @param to the batch that the request belongs to; null = none, whatever is being delivered
    /// @return whether the request waits for the commit of the batch
    boolean add(WriteRequest write, @Nullable AtomicBatch to) {
        if (joins(write, to)) {
            return true;
        }
        put(write);
        return false;
    }

    /// Any thread. After the writer has stopped, the request is discarded.
    ///
    /// @return whether the writer will receive it
    boolean put(WriteRequest write) {
        int waiting;
        synchronized (queue) {
            if (writer.stopped()) {
                return false;
            }
            waiting = queue.put(write);
        }
        if (waiting == WAKE_AT) {
            writer.wake();
        } else {
            writer.wakeFromDoze();
        }
        return true;
    }

    /// Whether the writer has everything. Any thread.
    boolean isEmpty() {
        return queue.isEmpty();
    }

    /// Takes what is to be written now. Called by the writer.
    ///
    /// @param longest how long a message may wait for an acknowledgement, in units of 1,024 ns; 0 = not at all
    Queue<WriteRequest> take(int longest, int now) {
        appended = null;
        newest = null;
        return queue.take(longest, now);
    }

    /// What was taken is durable. Called by the writer.
    void written() {
        queue.written();
    }
}
