package io.hongyan.cluster.retain;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageCodec;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.deliver.Owners;
import io.hongyan.cluster.peer.FrameTexts;
import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.retain.RetainCounters.Figure;
import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps messages that other nodes send because this one owns them, and says when they are stored: of a turn in one
/// frame for each sender. A message that comes again is not kept again: a later one of its topic may be there.
///
/// Confined to its shard.
final class Keeper {
    private static final System.Logger LOG = System.getLogger(Keeper.class.getName());

    private final Loop loop;
    private final LocalShard shard;
    private final Owners owners;
    private final RetainCounters counters;
    private final MessageCodec codec = new MessageCodec();
    private final Map<SenderName, Sender> senders = new HashMap<>();
    private final Set<Sender> withAnswers = new HashSet<>();
    private boolean answersDue;

    Keeper(Loop loop, LocalShard shard, Owners owners, RetainCounters counters) {
        this.loop = loop;
        this.shard = shard;
        this.owners = owners;
        this.counters = counters;
    }

    private record SenderName(NodeId node, int loop) {
        static SenderName of(NodeLink link) {
            return new SenderName(link.node(), link.loop());
        }
    }

    /// A shard of another node: what was taken of it outlives its links.
    private static final class Sender {
        /// The last number that was taken, by virtual shard.
        final Map<Integer, Long> last = new HashMap<>();

        /// Taken and not stored, and their virtual shards.
        final Map<Long, Integer> open = new HashMap<>();

        /// The virtual shards of which something was returned, so that all behind it must be, too.
        final Set<Integer> returning = new HashSet<>();

        final Numbers stored = new Numbers();
        final Numbers returned = new Numbers();

        @Nullable
        NodeLink link;

        void uses(@Nullable NodeLink present) {
            link = present;
            stored.clear(); // what is not known there comes again
            returned.clear();
        }

        void send() {
            if (link != null) {
                stored.send(link, RetainFrames.STORED);
                returned.send(link, RetainFrames.RETURN);
            }
        }
    }

    void opened(NodeLink link) {
        senders.computeIfAbsent(SenderName.of(link), _ -> new Sender()).uses(link);
    }

    void closed(NodeLink link) {
        Sender sender = senders.get(SenderName.of(link));
        if (sender != null && link.equals(sender.link)) {
            sender.uses(null);
        }
    }

    void drained(NodeLink link) {
        Sender sender = senders.get(SenderName.of(link));
        if (sender != null && link.equals(sender.link)) {
            sender.send();
        }
    }

    /// A node is gone: it does not send anything again.
    void left(NodeId node) {
        senders.keySet().removeIf(sender -> sender.node.equals(node));
    }

    /// What was not stored when its virtual shard was given up, or lost, is returned: the next owner may not have it.
    void returnLost() {
        for (Sender sender : senders.values()) {
            boolean any = sender.open.entrySet().removeIf(entry -> {
                boolean lost = !isMine(entry.getValue());
                if (lost) {
                    sender.returned.add(entry.getKey());
                }
                return lost;
            });
            if (any) {
                tellLater(sender);
            }
        }
    }

    /// Virtual shards have other owners: what was taken of those that are not this node's any more is history.
    void ownersChanged() {
        returnLost();
        senders.values().forEach(sender -> sender.last.keySet().removeIf(vshard -> !isMine(vshard)));
    }

    private boolean isMine(int vshard) {
        return owners.self().equals(owners.owner(vshard));
    }

    void retain(NodeLink link, ByteBuffer body) {
        Sender sender = senders.get(SenderName.of(link));
        if (sender == null || !link.equals(sender.link)) {
            return;
        }
        long number = body.getLong();
        boolean begins = body.get() != 0;
        String instance = FrameTexts.take(body);
        Message message = message(body);
        int vshard = VShard.of(message.topic().utf8());
        if (begins) {
            sender.returning.remove(vshard);
        }
        if (number <= sender.last.getOrDefault(vshard, 0L)) {
            counters.count(Figure.KNOWN_ALREADY);
            if (!sender.open.containsKey(number)) {
                sender.stored.add(number);
            }
        } else if (!sender.returning.contains(vshard) && keep(sender, number, vshard, instance, message)) {
            sender.last.put(vshard, number);
            counters.count(Figure.MESSAGES_IN);
        } else {
            sender.returning.add(vshard);
            sender.returned.add(number);
            counters.count(Figure.RETURNED);
        }
        tellLater(sender);
    }

    private boolean keep(Sender sender, long number, int vshard, String instance, Message message) {
        sender.open.put(number, vshard);
        boolean kept;
        try {
            kept = shard.retain(instance, message, () -> stored(sender, number));
        } catch (RuntimeException fault) {
            // It would make this node fail again.
            LOG.log(Level.ERROR, "a retained message of another node could not be kept", fault);
            stored(sender, number);
            return true;
        }
        if (!kept) {
            sender.open.remove(number);
        }
        return kept;
    }

    private void stored(Sender sender, long number) {
        if (sender.open.remove(number) != null && sender.link != null) {
            sender.stored.add(number); // without a link it comes again
            tellLater(sender);
        }
    }

    private void tellLater(Sender sender) {
        withAnswers.add(sender);
        if (!answersDue) {
            answersDue = true;
            loop.execute(this::tell);
        }
    }

    private void tell() {
        answersDue = false;
        withAnswers.forEach(Sender::send);
        withAnswers.clear();
    }

    private Message message(ByteBuffer body) {
        try {
            return codec.decode(body);
        } catch (RuntimeException wrong) {
            throw new MalformedFrame("a retained message that cannot be read: " + wrong);
        }
    }
}
