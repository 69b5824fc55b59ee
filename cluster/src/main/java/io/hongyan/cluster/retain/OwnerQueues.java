package io.hongyan.cluster.retain;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageCodec;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.deliver.Owners;
import io.hongyan.cluster.peer.FrameTexts;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.retain.RetainCounters.Figure;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Has owners keep messages, in their order for each virtual shard. One that this node owns itself is kept at once.
///
/// Confined to its shard.
final class OwnerQueues {
    private static final System.Logger LOG = System.getLogger(OwnerQueues.class.getName());

    private final Owners owners;
    private final MemberLinks links;
    private final RetainOptions options;
    private final RetainCounters counters;
    private final Map<Integer, OwnerQueue> queues = new HashMap<>();
    private final Map<Long, OwnerQueue.Entry> underWay = new HashMap<>();

    /// Null before the broker is ready: until then this node owns nothing.
    private @Nullable LocalShard shard;

    private long numbers;
    private long bytes;
    private int count;

    OwnerQueues(Owners owners, MemberLinks links, RetainOptions options, RetainCounters counters) {
        this.owners = owners;
        this.links = links;
        this.options = options;
        this.counters = counters;
    }

    void start(LocalShard ready) {
        shard = ready;
    }

    /// As [io.hongyan.broker.node.OtherNodes#retain].
    void add(String instance, Message message, @Nullable Runnable confirm) {
        int vshard = VShard.of(message.topic().utf8());
        OwnerQueue queue = queues.get(vshard);
        if (queue == null && owners.self().equals(owners.owner(vshard)) && keep(instance, message, confirm)) {
            return;
        }
        if (confirm == null && (bytes > 2L * options.windowBytes() || count > 2L * options.windowMessages())) {
            counters.count(Figure.DROPPED);
            return;
        }
        if (queue == null) {
            queue = new OwnerQueue(vshard);
            queues.put(vshard, queue);
        }
        OwnerQueue.Entry entry = new OwnerQueue.Entry(queue, instance, message, confirm);
        queue.waiting.add(entry);
        count(entry, 1);
        send(queue);
    }

    private boolean keep(String instance, Message message, @Nullable Runnable confirm) {
        LocalShard ready = shard;
        return ready != null && ready.retain(instance, message, confirm);
    }

    private void count(OwnerQueue.Entry entry, int change) {
        count += change;
        bytes += (long) change * entry.message.bytes();
        counters.add(Figure.WAITING, change);
    }

    /// Whether publishers should be slowed.
    boolean isFull() {
        return bytes > options.windowBytes() || count > options.windowMessages();
    }

    /// Sends what may be sent now.
    void sendAll() {
        for (OwnerQueue queue : List.copyOf(queues.values())) {
            queue.resting = false;
            send(queue);
        }
    }

    private void send(OwnerQueue queue) {
        boolean more = !queue.resting;
        while (more && !queue.waiting.isEmpty()) {
            NodeId owner = owners.owner(queue.vshard);
            more = owner != null && sendFirst(queue, owner);
        }
        if (queue.isEmpty()) {
            queues.remove(queue.vshard, queue);
        }
    }

    private boolean sendFirst(OwnerQueue queue, NodeId owner) {
        OwnerQueue.Entry entry = queue.waiting.element();
        if (!owner.equals(owners.self())) {
            NodeLink link = links.to(owner, queue.vshard);
            if (link == null || !queue.mayUse(link) || link.congested()) {
                return false;
            }
            queue.goesTo(owner);
            return send(entry, link);
        }
        if (!queue.mayUse(null)) {
            return false;
        }
        queue.goesTo(owner);
        queue.waiting.remove(); // first: who is confirmed may retain the next one at once
        if (!keep(entry.instance, entry.message, entry.confirm)) {
            queue.waiting.addFirst(entry);
            return false;
        }
        count(entry, -1);
        return true;
    }

    private boolean send(OwnerQueue.Entry entry, NodeLink link) {
        byte[] instance = FrameTexts.encoded(entry.instance);
        byte[] message = MessageCodec.encode(entry.message, 0);
        int size = Long.BYTES + 1 + FrameTexts.size(instance) + message.length;
        if (size > link.largestBody()) {
            drop(entry, size, link);
            return true;
        }
        ByteBuffer frame = link.frame(RetainFrames.RETAIN, size);
        if (frame == null) {
            return false;
        }
        if (entry.number == 0) {
            entry.number = ++numbers;
        }
        frame.putLong(entry.number).put((byte) (entry.queue.isAnswered() ? 1 : 0));
        FrameTexts.put(frame, instance);
        frame.put(message);
        underWay.put(entry.number, entry);
        entry.queue.sent(link);
        counters.count(Figure.MESSAGES_OUT);
        return true;
    }

    private void drop(OwnerQueue.Entry entry, int size, NodeLink link) {
        counters.count(Figure.TOO_LARGE);
        LOG.log(
                Level.WARNING,
                "a retained message for {0} was dropped: its frame has {1} bytes, and the link takes {2}",
                link.node().name(),
                size,
                link.largestBody());
        entry.queue.waiting.remove();
        end(entry);
    }

    private void end(OwnerQueue.Entry entry) {
        count(entry, -1);
        if (entry.confirm != null) {
            try {
                entry.confirm.run();
            } catch (RuntimeException fault) {
                LOG.log(Level.ERROR, "a retained message that its owner has stored could not be acknowledged", fault);
            }
        }
    }

    void stored(NodeLink link, ByteBuffer body) {
        Numbers.read(body, number -> {
            OwnerQueue.Entry entry = underWay.get(number);
            if (entry != null && entry.queue.uses(link)) {
                underWay.remove(number);
                entry.queue.stored(entry);
                end(entry);
                send(entry.queue);
            }
        });
    }

    void returned(NodeLink link, ByteBuffer body) {
        Numbers.read(body, number -> {
            OwnerQueue.Entry entry = underWay.get(number);
            if (entry != null && entry.queue.uses(link)) {
                underWay.remove(number);
                entry.queue.returned(entry);
            }
        });
    }

    void closed(NodeLink link) {
        queues.values().stream().filter(queue -> queue.uses(link)).forEach(this::takeBack);
    }

    void left(NodeId node) {
        queues.values().stream().filter(queue -> queue.isUnderWayTo(node)).forEach(this::takeBack);
    }

    private void takeBack(OwnerQueue queue) {
        queue.underWay().forEach(entry -> underWay.remove(entry.number));
        counters.add(Figure.REPEATED, queue.underWay().size());
        queue.takeBack();
    }
}
