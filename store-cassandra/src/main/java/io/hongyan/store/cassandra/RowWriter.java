package io.hongyan.store.cassandra;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RetainedTopic;
import io.hongyan.broker.store.VShard;
import io.hongyan.store.cassandra.engine.Statements;
import io.hongyan.store.cassandra.health.StoreHealth;
import io.hongyan.store.cassandra.row.ChannelForm;
import io.hongyan.store.cassandra.row.EntryForm;
import io.hongyan.store.cassandra.row.MessageForm;
import io.hongyan.store.cassandra.row.Prefix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Turns write requests into rows of the present round.
///
/// Confined to the writer's thread.
final class RowWriter {
    private final Statements statements;
    private final Timestamps times;
    private final Ownership ownership;
    private final Outboxes outboxes;
    private final RetainedIndex retained;
    private final StoreHealth health;
    private final Supplier<Clock> clock;
    private final String node;
    private final int mostLogged;
    private final SessionRows sessions;
    private Round round;
    private boolean channelsNoted;

    /// Whether something was left out because its virtual shard belongs to somebody else now.
    private boolean tainted;

    RowWriter(
            Statements statements,
            Timestamps times,
            Ownership ownership,
            Outboxes outboxes,
            RetainedIndex retained,
            StoreHealth health,
            Supplier<Clock> clock,
            String node,
            int mostLogged) {
        this.statements = statements;
        this.times = times;
        this.ownership = ownership;
        this.outboxes = outboxes;
        this.retained = retained;
        this.health = health;
        this.clock = clock;
        this.node = node;
        this.mostLogged = mostLogged;
        this.sessions = new SessionRows(statements, times, health);
        this.round = new Round(mostLogged);
    }

    /// The rows since the last call.
    Round takeRound() {
        Round taken = round;
        round = new Round(mostLogged);
        return taken;
    }

    /// Whether something was left out since the last call.
    boolean takeTainted() {
        boolean was = tainted;
        tainted = false;
        return was;
    }

    /// Adds the rows of a request, with those of the batch that it commits.
    ///
    /// @param tasks get the barriers of the batch
    void write(WriteRequest request, Tasks tasks) {
        List<WriteRequest> all = new ArrayList<>(1);
        flatten(request, all, tasks);
        Set<Partition> partitions = new LinkedHashSet<>();
        int bytes = 0;
        for (WriteRequest each : all) {
            Partition partition = partition(each);
            if (partition instanceof Partition.OfVShard vshard && !ownership.holds(vshard.number())) {
                tainted = true;
                all.stream().filter(Append.class::isInstance).forEach(left -> health.waits(-((Append) left).counted()));
                return;
            }
            partitions.add(partition);
            bytes += bytes(each);
        }
        noteUse(partitions);
        if (partitions.size() > 1 && bytes > mostLogged) {
            writeApart(all, partitions);
            return;
        }
        RowBatch batch = round.batch(partitions, bytes);
        all.forEach(each -> apply(each, batch));
    }

    /// What is too large for one batch over several partitions is written partition by partition, the one that commits
    /// it last: a crash between them repeats, and never loses.
    private void writeApart(List<WriteRequest> all, Set<Partition> partitions) {
        Partition committing = partition(all.getFirst());
        round.batch(partitions, Integer.MAX_VALUE / 2); // from now on they follow one another
        for (Partition partition : partitions) {
            if (!partition.equals(committing)) {
                writePart(all, partition);
            }
        }
        writePart(all, committing);
    }

    private void writePart(List<WriteRequest> all, Partition partition) {
        RowBatch batch = round.batch(Set.of(partition), Integer.MAX_VALUE / 2);
        all.stream().filter(each -> partition(each).equals(partition)).forEach(each -> apply(each, batch));
    }

    /// A virtual shard that has something is in a list, which says so before it has.
    private void noteUse(Set<Partition> partitions) {
        for (Partition partition : partitions) {
            if (partition instanceof Partition.OfVShard(int vshard) && ownership.use(vshard)) {
                RowBatch note = round.batch(Set.of(partition), 0);
                byte[] item = {(byte) (vshard >>> 8), (byte) vshard};
                String list = Lists.used(vshard);
                note.spans(Set.of(new Partition.OfList(list)));
                note.add(statements.putItem(times.next(), list, item, new byte[0]), 2);
            }
        }
    }

    private void flatten(WriteRequest request, List<WriteRequest> all, Tasks tasks) {
        switch (request) {
            case WriteRequest.Barrier barrier -> tasks.add(barrier);
            case WriteRequest.AppendToOutbox w -> {
                long sequence = w.outbox().place(w.message().bytes());
                all.add(new WriteRequest.Offer(w, sequence));
            }
            case WriteRequest.Received w -> {
                all.add(w);
                flattenAll(w.batch(), all, tasks);
            }
            case WriteRequest.Done w -> {
                all.add(w);
                flattenAll(w.copies(), all, tasks);
            }
            default -> all.add(request);
        }
    }

    private void flattenAll(@Nullable AtomicBatch batch, List<WriteRequest> all, Tasks tasks) {
        if (batch != null) {
            batch.commit().forEach(part -> flatten((WriteRequest) part, all, tasks));
        }
    }

    /// A message will join an inbox.
    void reserve(Append append) {
        sessions.reserve(append);
    }

    private static Partition ofSession(SessionState session) {
        return new Partition.OfVShard(session.vshard());
    }

    private static Partition partition(WriteRequest request) {
        return switch (request) {
            case Append w -> ofSession(w.session());
            case WriteRequest.Save w -> ofSession(w.session());
            case WriteRequest.Remove w -> ofSession(w.session());
            case WriteRequest.Subscribe w -> ofSession(w.session());
            case WriteRequest.Unsubscribe w -> ofSession(w.session());
            case WriteRequest.Mark w -> ofSession(w.session());
            case WriteRequest.Done w -> ofSession(w.session());
            case WriteRequest.Received w -> ofSession(w.session());
            case WriteRequest.Completed w -> ofSession(w.session());
            case WriteRequest.ChangeChannel w ->
                new Partition.OfVShard(VShard.ofClient(w.channel().clientId()));
            case WriteRequest.Retain w ->
                new Partition.OfVShard(VShard.of(w.topic().topic().utf8()));
            case WriteRequest.DropRetained w -> new Partition.OfVShard(w.vshard());
            case WriteRequest.ChangeRecords _ -> Partition.OfRecords.ALL;
            case WriteRequest.Offer w ->
                new Partition.OfOutbox(w.what().outbox().name(), OutboxIndex.segment(w.sequence()));
            case WriteRequest.PutItem w -> new Partition.OfList(w.list());
            case WriteRequest.Reserve _,
                    WriteRequest.AppendToOutbox _,
                    WriteRequest.DropInstance _,
                    WriteRequest.Acknowledge _,
                    WriteRequest.Settle _,
                    WriteRequest.Release _,
                    WriteRequest.Barrier _,
                    WriteRequest.ReadPage _ -> throw new IllegalStateException("of no one partition: " + request);
        };
    }

    private static int bytes(WriteRequest request) {
        return switch (request) {
            case Append w -> w.entry().message().bytes() + 300;
            case WriteRequest.Offer w -> w.what().message().bytes() + 300;
            case WriteRequest.ChangeRecords w -> w.bytes();
            default -> 300;
        };
    }

    private void apply(WriteRequest request, RowBatch batch) {
        switch (request) {
            case Append w -> sessions.append(w, batch);
            case WriteRequest.Save w -> sessions.save(w, batch);
            case WriteRequest.Remove w -> sessions.remove(w.session(), batch);
            case WriteRequest.Subscribe w -> sessions.subscribe(w, batch);
            case WriteRequest.Unsubscribe w -> sessions.unsubscribe(w, batch);
            case WriteRequest.Mark w -> sessions.mark(w, batch);
            case WriteRequest.Done w -> sessions.done(w.session(), w.sequence(), batch);
            case WriteRequest.Received w -> sessions.received(w.session(), w.packetId(), true, batch);
            case WriteRequest.Completed w -> sessions.received(w.session(), w.packetId(), false, batch);
            case WriteRequest.Retain w -> retain(w.topic(), batch);
            case WriteRequest.DropRetained w ->
                batch.add(statements.forgetInstance(w.time(), w.vshard(), w.instance()), 2);
            case WriteRequest.ChangeRecords w -> w.changes().forEach(change -> change(change, batch));
            case WriteRequest.Offer w -> offer(w, batch);
            case WriteRequest.ChangeChannel w -> change(w.channel(), w.open(), batch);
            case WriteRequest.PutItem w ->
                batch.add(
                        statements.putItem(times.next(), w.list(), w.item(), w.value()),
                        w.item().length + w.value().length);
            default -> throw new IllegalStateException("no rows: " + request);
        }
    }

    private void retain(RetainedTopic topic, RowBatch batch) {
        long time = times.next();
        Message present = topic.take();
        byte[] name = topic.topic().utf8();
        int vshard = VShard.of(name);
        if (present == null) {
            batch.add(statements.forget(time, vshard, topic.instance(), name), name.length);
        } else {
            byte[] message = MessageForm.write(present, clock.get().wallMillis());
            retained.add(topic.instance(), vshard);
            batch.add(statements.retain(time, vshard, topic.instance(), name, message), name.length + message.length);
        }
    }

    private void change(RecordTable.Change change, RowBatch batch) {
        long time = times.next();
        switch (change) {
            case RecordTable.Change.Put put ->
                batch.add(statements.putRecord(time, put.key(), put.value()), put.bytes(), put.bytes());
            case RecordTable.Change.Delete delete ->
                batch.add(statements.deleteRecord(time, delete.key()), delete.bytes(), delete.bytes());
            case RecordTable.Change.DeletePrefix delete ->
                batch.add(
                        statements.deleteRecords(time, delete.key(), Prefix.after(delete.key(), RecordTable.MAX_KEY)),
                        delete.bytes(),
                        delete.bytes());
        }
    }

    private void offer(WriteRequest.Offer w, RowBatch batch) {
        Message message = w.what().message();
        byte[] row = MessageForm.write(message, clock.get().wallMillis());
        byte[] label = EntryForm.label(w.what().label());
        batch.add(
                statements.offer(
                        times.next(),
                        node,
                        w.what().outbox().name(),
                        OutboxIndex.segment(w.sequence()),
                        w.sequence(),
                        row,
                        label,
                        message.bytes()),
                row.length,
                w.what().counted());
        outboxes.offered(w.what().outbox(), w.sequence());
    }

    private void change(OpenChannel channel, boolean open, RowBatch batch) {
        int vshard = VShard.ofClient(channel.clientId());
        byte[] id = ChannelForm.id(channel);
        if (!open) {
            batch.add(statements.closeChannel(times.next(), vshard, id), id.length);
            return;
        }
        byte[] value = ChannelForm.write(node, channel);
        batch.add(statements.openChannel(times.next(), vshard, id, value), value.length);
        if (!channelsNoted) {
            channelsNoted = true;
            byte[] item = node.getBytes(StandardCharsets.UTF_8);
            round.batch(Set.of(new Partition.OfList(Lists.CHANNELS)), 0)
                    .add(statements.putItem(times.next(), Lists.CHANNELS, item, new byte[0]), item.length);
        }
    }

    /// Deletes entries of an outbox.
    void settle(CassandraOutbox outbox, List<OutboxIndex.Change> changes) {
        for (OutboxIndex.Change change : changes) {
            RowBatch batch = round.batch(Set.of(new Partition.OfOutbox(outbox.name(), change.segment())), 0);
            long time = times.next();
            switch (change) {
                case OutboxIndex.Change.Whole whole ->
                    batch.add(statements.dropSegment(time, node, outbox.name(), whole.segment()), 0);
                case OutboxIndex.Change.UpTo upTo ->
                    batch.add(statements.settleUpTo(time, node, outbox.name(), upTo.segment(), upTo.sequence()), 0);
                case OutboxIndex.Change.One one ->
                    batch.add(statements.settle(time, node, outbox.name(), one.segment(), one.sequence()), 0);
            }
        }
    }

    /// Deletes what an instance owns. Its sessions and retained messages are gone with the mark of the deletion: those
    /// that were written before it are passed over when a virtual shard is taken over, and deleted then.
    void drop(String instance) {
        long mark = times.next();
        List<CassandraOutbox> dropped = outboxes.drop(instance);
        Set<Partition> partitions = new LinkedHashSet<>();
        partitions.add(new Partition.OfList(Lists.DROPPED));
        partitions.add(new Partition.OfList(Lists.outboxes(node)));
        RowBatch batch = round.batch(partitions, 200 * (partitions.size() + dropped.size()));
        byte[] item = instance.getBytes(StandardCharsets.UTF_8);
        batch.add(statements.putItem(times.next(), Lists.DROPPED, item, Lists.number(mark)), item.length);
        ownership.dropped(instance, mark);
        for (CassandraOutbox outbox : dropped) {
            batch.add(
                    statements.deleteItem(times.next(), Lists.outboxes(node), Lists.text(outbox.name())),
                    outbox.name().length());
        }
        for (CassandraOutbox outbox : dropped) {
            settle(outbox, outbox.acknowledged(Long.MAX_VALUE));
        }
        retained.remove(instance).stream().filter(ownership::holds).forEach(vshard -> {
            Partition partition = new Partition.OfVShard(vshard);
            round.batch(Set.of(partition), 0).add(statements.forgetInstance(mark, vshard, instance), item.length);
        });
    }
}
