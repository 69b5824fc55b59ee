package io.hongyan.cluster.retain;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.cluster.deliver.Owners;
import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.peer.NodeLinkUser;
import io.hongyan.cluster.retain.RetainCounters.Figure;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The retained messages of a cluster as one shard of this node has to do with them: has owners keep what clients here
/// set, keeps what this node owns, asks for what subscribers get, and answers.
///
/// Confined to its shard, but for the counters.
public final class Retains implements NodeLinkUser {
    /// The types of its frames.
    public static final int FIRST_TYPE = RetainFrames.RETAIN;

    public static final int LAST_TYPE = RetainFrames.PAGE;

    private static final System.Logger LOG = System.getLogger(Retains.class.getName());
    private static final Duration RETRY = Duration.ofMillis(50);

    private final int index;
    private final Loop loop;
    private final Owners owners;
    private final Clock clock;
    private final RetainOptions options;
    private final RetainCounters counters = new RetainCounters();
    private final MemberLinks links = new MemberLinks();
    private final OwnerQueues queues;

    /// What the links that others have opened have not taken.
    private final Map<NodeLink, ArrayDeque<byte[]>> unsent = new HashMap<>();

    private @Nullable Started started;

    /// @param index of the shard, from 0
    /// @param loop of the shard
    public Retains(int index, Loop loop, Owners owners, Clock clock, RetainOptions options) {
        this.index = index;
        this.loop = loop;
        this.owners = owners;
        this.clock = clock;
        this.options = options;
        this.queues = new OwnerQueues(owners, links, options, counters);
    }

    private record Started(Keeper keeper, Questions questions, Answering answering) {}

    /// Takes messages and questions from now on. Before any link is opened, and before the shard asks for anything.
    public void start(LocalShard shard) {
        queues.start(shard);
        Answering answering = new Answering(loop, shard, counters);
        started = new Started(
                new Keeper(loop, shard, owners, counters),
                new Questions(index, owners, links, answering, clock, options, counters),
                answering);
        loop.every(RETRY, this::tick);
    }

    private Started started() {
        Started present = started;
        if (present == null) {
            throw new IllegalStateException("not started");
        }
        return present;
    }

    private void tick() {
        queues.sendAll();
        started().keeper.returnLost();
        started().questions.tick();
    }

    /// A node has become a member.
    ///
    /// @param loops how many it has
    public void joined(NodeId node, int loops) {
        links.joined(node, loops);
        sendOn();
    }

    /// A node is no member any more: what it has not stored goes to the next owners, what it has not told is asked of
    /// them.
    public void left(NodeId node) {
        links.left(node);
        queues.left(node);
        if (started != null) {
            started.keeper.left(node);
        }
    }

    /// Virtual shards have other owners: what waits for them goes there.
    public void ownersChanged() {
        if (started != null) {
            started.keeper.ownersChanged();
        }
        sendOn();
    }

    private void sendOn() {
        queues.sendAll();
        if (started != null) {
            started.questions.retryStalled();
        }
    }

    /// As [io.hongyan.broker.node.OtherNodes#retain].
    public void retain(String instance, Message message, @Nullable Runnable confirm) {
        queues.add(instance, message, confirm);
    }

    /// As [io.hongyan.broker.node.OtherNodes#retained].
    public RetainedSource retained(String instance, TopicFilter filter, Runnable arrived) {
        return started().questions.begin(instance, filter, arrived);
    }

    /// Whether so much waits for its owners that publishers should be slowed.
    public boolean congested() {
        return queues.isFull();
    }

    /// Any thread.
    public RetainCounters counters() {
        return counters;
    }

    @Override
    public void opened(NodeLink link) {
        if (link.asked()) {
            links.opened(link);
            sendOn();
        } else if (started != null) {
            unsent.put(link, new ArrayDeque<>(1));
            started.keeper.opened(link);
        }
    }

    @Override
    public void received(NodeLink link, int type, ByteBuffer body) {
        boolean answers = type == RetainFrames.STORED || type == RetainFrames.RETURN || type == RetainFrames.PAGE;
        if (link.asked() != answers) {
            throw new MalformedFrame(
                    "a frame of type " + type + " about retained messages on a link that is not for it");
        }
        switch (type) {
            case RetainFrames.STORED -> queues.stored(link, body);
            case RetainFrames.RETURN -> queues.returned(link, body);
            case RetainFrames.PAGE -> started().questions.page(link, body);
            case RetainFrames.RETAIN -> started().keeper.retain(link, body);
            case RetainFrames.WANTED -> {
                long id = body.getLong();
                started().answering.find(QuestionFrames.readWanted(body, page -> answer(link, id, page)));
            }
            default -> throw new MalformedFrame("a frame of type " + type + " about retained messages");
        }
    }

    private void answer(NodeLink link, long id, Page page) {
        byte[] body = QuestionFrames.page(id, page, link.largestBody(), size -> tooLarge(link, size));
        ArrayDeque<byte[]> rest = unsent.get(link);
        if (rest == null) {
            return; // it is closed
        }
        rest.add(body);
        sendRest(link, rest);
    }

    private static void sendRest(NodeLink link, ArrayDeque<byte[]> rest) {
        while (!rest.isEmpty() && send(link, rest.element())) {
            rest.remove();
        }
    }

    private static boolean send(NodeLink link, byte[] body) {
        ByteBuffer frame = link.frame(RetainFrames.PAGE, body.length);
        if (frame == null) {
            return false;
        }
        frame.put(body);
        return true;
    }

    private void tooLarge(NodeLink link, int size) {
        counters.count(Figure.TOO_LARGE);
        LOG.log(
                Level.WARNING,
                "a retained message was not told to {0}: it has {1} bytes, and a frame at most {2}",
                link.node().name(),
                size,
                link.largestBody());
    }

    @Override
    public void drained(NodeLink link) {
        if (link.asked()) {
            sendOn();
            return;
        }
        if (started != null) {
            started.keeper.drained(link);
        }
        ArrayDeque<byte[]> rest = unsent.get(link);
        if (rest != null) {
            sendRest(link, rest);
        }
    }

    @Override
    public void closed(NodeLink link) {
        unsent.remove(link);
        if (link.asked()) {
            links.closed(link);
            queues.closed(link);
            if (started != null) {
                started.questions.closed(link);
            }
        } else if (started != null) {
            started.keeper.closed(link);
        }
    }
}
