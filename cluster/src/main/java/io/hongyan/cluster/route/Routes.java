package io.hongyan.cluster.route;

import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.peer.NodeLinkUser;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Loop;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Which nodes have subscribers for a topic. Tells other nodes of the filters of this one, hears of theirs, and answers
/// for each loop of this node by a reader.
///
/// Confined to loop 0, but for [#added], [#removed], [#whenKnown], [#reader] and the figures.
public final class Routes implements NodeLinkUser {
    /// The types of its frames.
    public static final int FIRST_TYPE = RouteFrames.WANTED;

    public static final int LAST_TYPE = RouteFrames.KNOWN;

    private final Loop loop;
    private final RouteStream stream;
    private final RouteTable table;
    private final ServedVShards served;
    private final Map<NodeId, HeardNode> heard = new ConcurrentHashMap<>();

    /// @param loop the first one of this node
    /// @param served is kept up to date
    /// @param random where the secrets of tables come from, which keep others from making up filters that crowd them
    public Routes(Loop loop, ServedVShards served, RandomGenerator random) {
        this(loop, RouteKeys.WHOLE, served, random, RouteStream.MOST_LOG_BYTES);
    }

    /// With other keys and a smaller log, for tests.
    Routes(Loop loop, RouteKeys keys, ServedVShards served, RandomGenerator random, int mostLogBytes) {
        this.loop = loop;
        this.served = served;
        this.stream = new RouteStream(loop, keys, served, random, mostLogBytes);
        this.table = new RouteTable(loop, keys, served, random);
    }

    /// An instance has its first subscriber by a filter on this node. Any thread, as
    /// [io.hongyan.broker.node.Cluster#filterAdded] says.
    public void added(String instance, TopicFilter filter) {
        stream.tell(new RouteChange(instance, filter, true));
    }

    /// An instance has lost its last subscriber by a filter on this node. Any thread.
    public void removed(String instance, TopicFilter filter) {
        stream.tell(new RouteChange(instance, filter, false));
    }

    /// This node serves a virtual shard from now on: the filters of its clients were [added][#added]. Any thread, for
    /// one virtual shard by one at a time.
    ///
    /// @param epoch of its ownership, 1 or more
    public void begun(int vshard, long epoch) {
        stream.tell(new ServedChange(vshard, epoch));
        served.begun(served.self(), vshard, epoch);
    }

    /// This node serves it no more. Before the filters of its clients are [removed][#removed]. Any thread, as [#begun].
    public void ended(int vshard) {
        served.ended(served.self(), vshard);
        stream.tell(new ServedChange(vshard, 0));
    }

    /// Who serves which virtual shard. Any thread.
    public ServedVShards served() {
        return served;
    }

    /// The number of the last change of a member that is known here: what it said of its filters and virtual shards up
    /// to then counts. Any thread.
    public long heard(NodeId node) {
        HeardNode its = heard.get(node);
        return its == null ? 0 : its.number();
    }

    /// Runs a task when every member has acknowledged what was added and removed before; at once when there is no
    /// other. Members that leave are not waited for.
    ///
    /// @param caller the loop that calls, and that the task runs on
    public void whenKnown(Loop caller, Runnable task) {
        stream.whenKnown(caller, task);
    }

    /// What asks for one loop of this node.
    public RouteReader reader() {
        return new RouteReader(table);
    }

    /// A node has become a member. Before a link with it is opened.
    public void joined(NodeId node) {
        heard.computeIfAbsent(node, each -> new HeardNode(each, table));
        stream.joined(node);
    }

    /// A node is no member any more: nobody waits for it, it serves nothing, and what it told is dropped in one step.
    ///
    /// @return the virtual shards that it has ever served
    public BitSet left(NodeId node) {
        stream.left(node);
        BitSet had = served.gone(node);
        HeardNode its = heard.remove(node);
        if (its != null) {
            its.forget();
        }
        return had;
    }

    /// Whether every member has once told all its filters: until then this node would miss some of them, and should not
    /// let clients publish.
    public boolean hasHeardAll() {
        return heard.values().stream().allMatch(HeardNode::isUpToDate);
    }

    /// How many filters this node has that others are told of, those with equal keys counted once.
    public int told() {
        return stream.size();
    }

    /// How many keys of filters other nodes told, those of nodes that were dropped a moment ago too. Any thread.
    public int known() {
        return table.size();
    }

    @Override
    public void opened(NodeLink link) {
        HeardNode its = heard.get(link.node());
        if (!link.asked() && link.loop() == 0 && its != null) {
            its.opened(link);
        }
    }

    @Override
    public void received(NodeLink link, int type, ByteBuffer body) {
        boolean answers = type == RouteFrames.WANTED || type == RouteFrames.KNOWN;
        if (link.loop() != 0 || link.asked() != answers) {
            throw new MalformedFrame("a frame of type " + type + " about routes on a link that is not for it");
        }
        if (answers) {
            long number = body.getLong();
            if (type == RouteFrames.WANTED) {
                stream.wanted(link, number);
            } else {
                stream.known(link, number);
            }
            return;
        }
        HeardNode its = heard.get(link.node());
        if (its != null) {
            boolean due = type == RouteFrames.CHANGES ? its.changes(link, body) : its.page(link, body);
            if (due) {
                loop.execute(its::sendAnswer);
            }
        }
    }

    @Override
    public void drained(NodeLink link) {
        if (link.asked()) {
            stream.drained(link);
            return;
        }
        HeardNode its = heard.get(link.node());
        if (its != null) {
            its.sendAnswer();
        }
    }

    @Override
    public void closed(NodeLink link) {
        if (link.asked()) {
            stream.closed(link);
            return;
        }
        HeardNode its = heard.get(link.node());
        if (its != null) {
            its.closed(link);
        }
    }
}
