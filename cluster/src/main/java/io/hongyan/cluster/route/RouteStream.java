package io.hongyan.cluster.route;

import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.transport.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/// What this node tells the others about its filters.
///
/// The changes of one start of the node have numbers from 1. A turn of loop 0 makes a batch of what has come meanwhile,
/// which covers the numbers after the one before; it goes to each node in that order, and the node answers with the
/// number up to which it has all. Batches wait in a log until all have them, but no more than [#MOST_LOG_BYTES]: a node
/// that asks for what is not in the log any more, because it was slow or away or is new, gets a snapshot. Its pages are
/// read from the present filters, each at a moment when the node was sent all batches so far; then a page is the truth
/// about a part of the filters at that number, batches between the pages only correct what was sent, and the last page
/// completes a state that equals the present one. So no copy is held for anybody, and the memory does not depend on how
/// many nodes are slow.
///
/// Confined to loop 0, but for [#tell] and [#whenKnown].
final class RouteStream {
    static final int MOST_LOG_BYTES = 8 << 20;

    private static final int MOST_CHANGES = 4096;
    private static final int MOST_BATCH_BYTES = 512 << 10;
    private static final long ALL = Long.MAX_VALUE;

    private final Loop loop;
    private final ToldFilters filters;
    private final ToldVShards vshards;
    private final int mostLogBytes;
    private final Map<NodeId, ToldNode> nodes = new LinkedHashMap<>();
    private final RouteLog log = new RouteLog();

    /// Taken from the shards, and not told yet.
    private ArrayDeque<Told> taken = new ArrayDeque<>();

    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private long told;
    private boolean inTurn;

    private final Object handOver = new Object();
    private ArrayDeque<Told> changes = new ArrayDeque<>(); // under handOver
    private List<Waiter> newWaiters = new ArrayList<>(); // under handOver
    private boolean due; // under handOver
    private volatile long appended; // written under handOver
    private volatile long known = ALL; // written by loop 0: what all other nodes have

    RouteStream(Loop loop, RouteKeys keys, ServedVShards served, RandomGenerator random, int mostLogBytes) {
        this.loop = loop;
        this.filters = new ToldFilters(keys, random);
        this.vshards = new ToldVShards(served);
        this.mostLogBytes = mostLogBytes;
    }

    /// Who wants to know when all up to a number is known.
    private record Waiter(long number, Loop loop, Runnable task) {}

    /// Something has changed. Any thread; of one instance's filters, and of one virtual shard, by one at a time.
    void tell(Told change) {
        synchronized (handOver) {
            changes.add(change);
            appended = appended + 1;
            wake();
        }
    }

    /// Runs a task when all members have what was told before, at once if they have already.
    ///
    /// @param on the loop of the caller, where the task runs
    void whenKnown(Loop on, Runnable task) {
        if (appended <= known) {
            task.run();
            return;
        }
        synchronized (handOver) {
            newWaiters.add(new Waiter(appended, on, task));
            wake();
        }
    }

    private void wake() {
        if (!due) {
            due = true;
            try {
                loop.execute(this::takeOver);
            } catch (RejectedExecutionException ended) {
                due = false; // the node stops: nobody is told any more
            }
        }
    }

    /// A node has become a member.
    void joined(NodeId node) {
        nodes.computeIfAbsent(node, ToldNode::new);
        settle();
    }

    /// A node is no member any more: nobody waits for it.
    void left(NodeId node) {
        nodes.remove(node);
        settle();
    }

    /// A node says what it has, on a link that this one opened.
    void wanted(NodeLink link, long number) {
        if (number < 0 || number > told) {
            throw new MalformedFrame("routes up to " + number + " are known there, where " + told + " were told");
        }
        ToldNode node = nodes.get(link.node());
        if (node != null) {
            node.link = link;
            node.sent = number;
            node.known = number;
            node.snapshot = null;
            node.upToDate = false;
            settle();
            send(node);
        }
    }

    /// A node says up to where it has all.
    void known(NodeLink link, long number) {
        ToldNode node = nodes.get(link.node());
        if (node == null || !link.equals(node.link)) {
            return;
        }
        if (number < node.known || number > node.sent) {
            throw new MalformedFrame("routes up to " + number + " became known there, where " + node.sent
                    + " were sent and " + node.known + " were known");
        }
        node.known = number;
        settle();
    }

    /// A link has room again.
    void drained(NodeLink link) {
        ToldNode node = nodes.get(link.node());
        if (node != null && link.equals(node.link)) {
            send(node);
        }
    }

    void closed(NodeLink link) {
        ToldNode node = nodes.get(link.node());
        if (node != null && link.equals(node.link)) {
            node.link = null;
        }
    }

    /// How many keys and shared subscriptions this node has.
    int size() {
        return filters.size();
    }

    private void takeOver() {
        if (inTurn) {
            return; // the slices go on, and take what came at their end
        }
        ArrayDeque<Told> empty = taken;
        synchronized (handOver) {
            due = false;
            taken = changes;
            changes = empty;
            waiting.addAll(newWaiters);
            newWaiters.clear();
        }
        inTurn = !taken.isEmpty();
        if (inTurn) {
            tellSlice();
        } else {
            settle();
        }
    }

    private void tellSlice() {
        long before = told;
        int bytes = 0;
        while (!taken.isEmpty() && told - before < MOST_CHANGES && bytes < MOST_BATCH_BYTES) {
            Told change = taken.remove();
            bytes += change.bytes();
            apply(change);
            told++;
        }
        RouteParts out = new RouteParts();
        out.number(before);
        out.number(told);
        vshards.writeEnded(out);
        filters.writeChanges(out);
        vshards.writeBegun(out);
        vshards.told(told);
        log.add(before, told, out.bytes());
        nodes.values().forEach(this::send);
        settle();
        if (!taken.isEmpty()) {
            loop.nextTurn(this::tellSlice);
            return;
        }
        inTurn = false;
        boolean more;
        synchronized (handOver) {
            more = due;
        }
        if (more) {
            loop.nextTurn(this::takeOver);
        }
    }

    private void apply(Told change) {
        switch (change) {
            case RouteChange filter -> filters.apply(filter);
            case ServedChange served -> vshards.apply(served);
        }
    }

    /// Sends what a node has not been sent, as long as its link has room.
    private void send(ToldNode node) {
        NodeLink link = node.link;
        while (link != null && !link.congested() && (node.sent < told || node.snapshot != null)) {
            if (node.sent < told) {
                if (!sendBatch(node, link)) {
                    return;
                }
            } else if (node.snapshot != null && !sendPage(node, link, node.snapshot)) {
                return;
            } else if (node.snapshot != null) {
                loop.nextTurn(() -> sendOn(node, link)); // a page a turn
                return;
            }
        }
        if (link != null && !node.upToDate && node.sent == told && node.snapshot == null) {
            node.upToDate = sendNothing(link);
        }
    }

    /// An empty batch says that there is no more for now.
    private boolean sendNothing(NodeLink link) {
        RouteParts out = new RouteParts();
        out.number(told);
        out.number(told);
        return RouteFrames.send(link, RouteFrames.CHANGES, out.bytes());
    }

    private void sendOn(ToldNode node, NodeLink link) {
        if (link.equals(node.link) && nodes.get(node.node) == node) {
            send(node);
        }
    }

    private boolean sendBatch(ToldNode node, NodeLink link) {
        RouteLog.Batch batch = log.after(node.sent);
        if (batch == null) {
            node.snapshot = new ToldFilters.Cursor();
            node.sent = told;
            return true;
        }
        if (!RouteFrames.send(link, RouteFrames.CHANGES, batch.body())) {
            return false;
        }
        node.sent = batch.to();
        return true;
    }

    private boolean sendPage(ToldNode node, NodeLink link, ToldFilters.Cursor cursor) {
        ToldFilters.Page page = filters.page(cursor);
        RouteParts out = new RouteParts();
        out.flags((cursor.isNew() ? RouteFrames.FIRST : 0) | (page.next() == null ? RouteFrames.LAST : 0));
        out.number(told);
        out.append(page.parts());
        if (page.next() == null) {
            vshards.writeAll(out);
        }
        if (!RouteFrames.send(link, RouteFrames.PAGE, out.bytes())) {
            return false;
        }
        node.snapshot = page.next();
        return true;
    }

    /// Finds what all know by now, tells those who wait for it, and drops it from the log.
    private void settle() {
        long all = ALL;
        for (ToldNode node : nodes.values()) {
            all = Math.min(all, node.known);
        }
        known = all;
        log.trim(all, mostLogBytes);
        Waiter first = waiting.peek();
        while (first != null && first.number <= all) {
            first.loop.execute(first.task);
            waiting.remove();
            first = waiting.peek();
        }
    }
}
