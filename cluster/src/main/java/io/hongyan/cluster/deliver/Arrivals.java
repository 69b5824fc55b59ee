package io.hongyan.cluster.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageCodec;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.deliver.DeliveryCounters.Figure;
import io.hongyan.cluster.peer.FrameTexts;
import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.route.Routes;
import io.hongyan.codec.topic.Topic;
import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes messages of other nodes, hands them to the shard, and confirms them: what is done in a turn by one frame for
/// each sender at its end.
///
/// Confined to its shard.
final class Arrivals {
    private static final System.Logger LOG = System.getLogger(Arrivals.class.getName());

    private final Loop loop;
    private final LocalShard shard;
    private final Routes routes;
    private final Owners owners;
    private final DeliveryCounters counters;
    private final Consumer<HeldMessage> held;
    private final MessageCodec codec = new MessageCodec();
    private final Map<Sender, Incoming> senders = new HashMap<>();
    private final Set<Incoming> withAnswers = new HashSet<>();
    private @Nullable String instance;
    private byte[] instanceBytes = new byte[0];
    private boolean answersDue;

    /// @param held takes messages for virtual shards that this node has just ended serving
    Arrivals(
            Loop loop,
            LocalShard shard,
            Routes routes,
            Owners owners,
            DeliveryCounters counters,
            Consumer<HeldMessage> held) {
        this.loop = loop;
        this.shard = shard;
        this.routes = routes;
        this.owners = owners;
        this.counters = counters;
        this.held = held;
    }

    /// A shard of another node.
    private record Sender(NodeId node, int loop) {
        static Sender of(NodeLink link) {
            return new Sender(link.node(), link.loop());
        }
    }

    static MalformedFrame misplaced(int type) {
        return new MalformedFrame("a frame of type " + type + " about messages on a link that is not for it");
    }

    /// A link came. Nothing is confirmed on it before its sender has said which numbers it speaks of.
    void opened(NodeLink link) {
        senders.computeIfAbsent(Sender.of(link), each -> new Incoming(counters, 0))
                .detached();
    }

    void closed(NodeLink link) {
        Incoming sender = senders.get(Sender.of(link));
        if (sender != null) {
            sender.closed(link);
        }
    }

    /// A node is gone: it does not send anything again.
    void left(NodeId node) {
        senders.keySet().removeIf(sender -> sender.node.equals(node));
    }

    /// Nobody is confirmed anything that is under way.
    void forget() {
        senders.clear();
        withAnswers.clear();
    }

    void drained(NodeLink link) {
        Incoming sender = senders.get(Sender.of(link));
        if (sender != null && sender.uses(link)) {
            sender.sendAnswers();
        }
    }

    void received(NodeLink link, int type, ByteBuffer body) {
        Incoming sender = senders.get(Sender.of(link));
        if (sender == null) {
            return;
        }
        int bytes = body.remaining();
        long number = body.getLong();
        if (type == DeliveryFrames.RESUME) {
            resume(link, sender, number, body.getLong());
            return;
        }
        if (!sender.uses(link)) {
            throw new MalformedFrame("a frame of type " + type + " before the sender has said where it begins");
        }
        switch (type) {
            case DeliveryFrames.MESSAGE -> {
                count(bytes);
                if (isNew(sender, number)) {
                    publish(sender, number, body);
                }
            }
            case DeliveryFrames.CLIENT_MESSAGE -> {
                count(bytes);
                if (isNew(sender, number)) {
                    deliver(sender, number, body);
                }
            }
            case DeliveryFrames.PART -> {
                count(bytes);
                if (isNew(sender, number)) {
                    publishPart(sender, number, body);
                }
            }
            case DeliveryFrames.NOTHING -> {
                if (isNew(sender, number)) {
                    sender.handOver(number);
                    done(sender, number);
                }
            }
            default -> throw misplaced(type);
        }
        tellLater(sender);
    }

    /// The numbers of another sequence begin: what was taken of the old one has nothing to do with them.
    private void resume(NodeLink link, Incoming sender, long sequence, long first) {
        Incoming its = sender;
        if (!sender.isOf(sequence)) {
            sender.detached();
            its = new Incoming(counters, sequence);
            senders.put(Sender.of(link), its);
        }
        its.resumed(link, first);
    }

    private void count(int bytes) {
        counters.count(Figure.MESSAGES_IN);
        counters.add(Figure.BYTES_IN, bytes);
    }

    private static boolean isNew(Incoming sender, long number) {
        return number == 0 || sender.take(number);
    }

    private void publish(Incoming sender, long number, ByteBuffer body) {
        long heard = body.getLong();
        ByteBuffer content = body.slice();
        String name = instance(body);
        byte[] address = FrameTexts.takeBytes(body);
        Set<String> shared = filters(body);
        Message message = message(codec, body);
        Topic topic = address.length == 0 ? message.topic() : topic(address);
        BitSet ended = number == 0 ? null : routes.served().endedSince(heard);
        Runnable done = () -> done(sender, number);
        if (ended != null) {
            done = after(2, done);
        }
        sender.handOver(number);
        try {
            shard.publish(name, topic, message, shared, done);
            if (ended != null) {
                held.accept(orphaned(content, ended, done));
            }
        } catch (RuntimeException fault) {
            failed(sender, number, fault);
        }
        sender.handedOver();
    }

    private static Runnable after(int times, Runnable task) {
        int[] left = {times};
        return () -> {
            if (--left[0] == 0) {
                task.run();
            }
        };
    }

    /// What the sender believed to be served here goes to whoever serves it next.
    private static HeldMessage orphaned(ByteBuffer content, BitSet vshards, Runnable done) {
        byte[] name = FrameTexts.takeBytes(content);
        byte[] head = Parcel.head(name, FrameTexts.takeBytes(content));
        filters(content);
        byte[] message = new byte[content.remaining()];
        content.get(message);
        return new HeldMessage(head, Parcel.filters(Set.of()), message, vshards, done);
    }

    private void publishPart(Incoming sender, long number, ByteBuffer body) {
        ByteBuffer content = body.slice();
        FrameTexts.takeBytes(body);
        FrameTexts.takeBytes(body);
        filters(body);
        if (!vshards(body).stream().allMatch(this::isHere)) {
            if (number != 0) {
                sender.giveBack(number);
            }
            return;
        }
        sender.handOver(number);
        try {
            publishPart(content, () -> done(sender, number));
        } catch (MalformedFrame wrong) {
            throw wrong;
        } catch (RuntimeException fault) {
            failed(sender, number, fault);
        }
        sender.handedOver();
    }

    private boolean isHere(int vshard) {
        return owners.self().equals(owners.owner(vshard));
    }

    /// Gives a message to those subscribers of this node that have some of its virtual shards.
    ///
    /// @param content what follows the number in its frame
    void publishPart(ByteBuffer content, Runnable delivered) {
        String name = instance(content);
        byte[] address = FrameTexts.takeBytes(content);
        Set<String> served = filters(content);
        BitSet vshards = vshards(content);
        Message message = message(codec, content);
        Topic topic = address.length == 0 ? message.topic() : topic(address);
        shard.publishTo(vshards, name, topic, message, served, delivered);
    }

    private static BitSet vshards(ByteBuffer body) {
        byte[] bits = FrameTexts.takeBytes(body);
        BitSet vshards = BitSet.valueOf(bits);
        if (vshards.length() > VShard.COUNT) {
            throw new MalformedFrame("virtual shard " + (vshards.length() - 1));
        }
        return vshards;
    }

    private void deliver(Incoming sender, long number, ByteBuffer body) {
        ByteBuffer content = body.slice();
        body.get(); // whether it is kept
        FrameTexts.takeBytes(body);
        int vshard = VShard.of(FrameTexts.takeBytes(body));
        if (!isHere(vshard)) {
            if (number != 0) {
                sender.giveBack(number);
            }
            return;
        }
        sender.handOver(number);
        try {
            deliver(content, codec, () -> done(sender, number));
        } catch (MalformedFrame wrong) {
            throw wrong;
        } catch (RuntimeException fault) {
            failed(sender, number, fault);
        }
        sender.handedOver();
    }

    /// Hands a message to a client of this node.
    ///
    /// @param content what follows the number in its frame
    void deliver(ByteBuffer content, MessageCodec decoder, Runnable delivered) {
        boolean keep = content.get() != 0;
        String name = instance(content);
        String client = FrameTexts.take(content);
        Message message = message(decoder, content);
        shard.deliver(name, client, message, keep, delivered);
    }

    /// A message that makes this node fail would do so again: it counts as done.
    private void failed(Incoming sender, long number, RuntimeException fault) {
        LOG.log(Level.ERROR, "a message of another node could not be delivered", fault);
        done(sender, number);
    }

    private void done(Incoming sender, long number) {
        if (number != 0 && owners.mayAnswer() && sender.done(number)) {
            tellLater(sender);
        }
    }

    private void tellLater(Incoming sender) {
        if (sender.hasAnswers()) {
            withAnswers.add(sender);
            if (!answersDue) {
                answersDue = true;
                loop.execute(this::tell);
            }
        }
    }

    private void tell() {
        answersDue = false;
        withAnswers.forEach(Incoming::sendAnswers);
        withAnswers.clear();
    }

    /// Most messages are of the same instance as the one before.
    private String instance(ByteBuffer body) {
        byte[] bytes = FrameTexts.takeBytes(body);
        String known = instance;
        if (known == null || !Arrays.equals(bytes, instanceBytes)) {
            known = new String(bytes, UTF_8);
            instance = known;
            instanceBytes = bytes;
        }
        return known;
    }

    private static Set<String> filters(ByteBuffer body) {
        int count = body.getShort() & 0xffff;
        if (count == 0) {
            return Set.of();
        }
        Set<String> filters = new HashSet<>();
        for (int i = 0; i < count; i++) {
            filters.add(FrameTexts.take(body));
        }
        return filters;
    }

    private static Topic topic(byte[] utf8) {
        try {
            return Topic.decoded(utf8);
        } catch (RuntimeException wrong) {
            throw new MalformedFrame("a message by a topic that is none: " + wrong.getMessage());
        }
    }

    private static Message message(MessageCodec codec, ByteBuffer body) {
        try {
            return codec.decode(body);
        } catch (RuntimeException wrong) {
            throw new MalformedFrame("a message that cannot be read: " + wrong);
        }
    }
}
