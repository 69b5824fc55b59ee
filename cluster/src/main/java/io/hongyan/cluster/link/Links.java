package io.hongyan.cluster.link;

import io.hongyan.broker.message.Clock;
import io.hongyan.cluster.link.LinkCounters.Figure;
import io.hongyan.transport.Connection;
import io.hongyan.transport.Loop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The links of one loop of this node: one to each loop of each other node, which it opens and keeps open, and those
/// that other nodes open to it.
///
/// Confined to its loop, but for the constructor, [#use], [#start] and [#counters].
public final class Links {
    private static final Duration TICK = Duration.ofMillis(100);

    private final Self self;
    private final int index;
    private final Loop loop;
    private final LinkDialler dialler;
    private final LinkOptions options;
    private final Clock clock;
    private final RandomGenerator random;
    private final LinkEvents events;
    private final LinkCounters counters = new LinkCounters();
    private final LinkUsers users = new LinkUsers();
    private final Repeats repeats = new Repeats();
    private final Map<String, OtherNode> others = new LinkedHashMap<>();
    private final Set<Arrival> arrivals = new LinkedHashSet<>();
    private long lastTick;
    private boolean stopped;

    /// @param index which loop of this node it is, from 0
    /// @param random where the pauses between attempts come from
    public Links(
            Self self,
            int index,
            Loop loop,
            LinkDialler dialler,
            LinkOptions options,
            Clock clock,
            RandomGenerator random,
            LinkEvents events) {
        this.self = self;
        this.index = index;
        this.loop = loop;
        this.dialler = dialler;
        this.options = options;
        this.clock = clock;
        this.random = random;
        this.events = events;
    }

    /// Who sends and receives frames of these types, [Link#FIRST_TYPE] to [Link#LAST_TYPE]. Before [#start].
    ///
    /// @throws IllegalArgumentException when one of them has a user already
    public void use(int first, int last, LinkUser user) {
        users.add(first, last, user);
    }

    /// Begins. Any thread, once.
    public void start() {
        loop.execute(() -> {
            lastTick = clock.steadyMillis();
            loop.every(TICK, this::tick);
        });
    }

    /// These are the other nodes, all of them. Links to new ones are opened; those of nodes that are not among them any
    /// more, or came back with another incarnation, are closed. This node itself is passed over.
    public void members(Collection<Node> nodes) {
        if (stopped) {
            return;
        }
        Map<String, Node> wanted = new LinkedHashMap<>();
        nodes.forEach(node -> wanted.put(node.name(), node));
        wanted.remove(self.name());
        for (OtherNode other : List.copyOf(others.values())) {
            Node same = wanted.get(other.node().name());
            if (same == null || !same.sameStart(other.node())) {
                others.remove(other.node().name());
                other.stop(new LinkEnd(LinkEnd.Kind.LEFT, left(other.node(), same)));
            } else {
                other.node(same);
            }
        }
        long now = clock.steadyMillis();
        for (Node node : wanted.values()) {
            if (!others.containsKey(node.name())) {
                OtherNode other = new OtherNode(this, node);
                others.put(node.name(), other);
                other.tick(now, 0);
            }
        }
    }

    private static String left(Node before, @Nullable Node now) {
        return before.name()
                + (now == null ? " is no member any more" : " came back with incarnation " + now.incarnation());
    }

    /// The link that this node opened to a loop of another one.
    ///
    /// @return null while it is down, or when there is no such node or loop
    public @Nullable Link to(String node, int toLoop) {
        OtherNode other = others.get(node);
        return other == null ? null : other.to(toLoop);
    }

    /// All links that are open now, of both sides.
    public List<Link> open() {
        List<Link> links = new ArrayList<>();
        others.values().forEach(other -> other.collect(links));
        return links;
    }

    /// Closes all links, and opens and takes none any more.
    public void stop() {
        stopped = true;
        LinkEnd why = new LinkEnd(LinkEnd.Kind.STOPPED, self.name() + " ends its links");
        List<OtherNode> all = List.copyOf(others.values());
        others.clear();
        all.forEach(other -> other.stop(why));
        List.copyOf(arrivals).forEach(Arrival::stop);
        arrivals.clear();
    }

    /// What happened so far. Any thread.
    public LinkCounters counters() {
        return counters;
    }

    private void tick() {
        long now = clock.steadyMillis();
        // The silence of others is counted in time in which this loop ran: a pause of its own makes nobody look silent.
        long millis = Math.min(now - lastTick, 2 * TICK.toMillis());
        lastTick = now;
        List.copyOf(arrivals).forEach(arrival -> arrival.tick(now));
        List.copyOf(others.values()).forEach(other -> other.tick(now, millis));
    }

    // What the links and the attempts of this loop use.

    Self self() {
        return self;
    }

    int index() {
        return index;
    }

    Loop loop() {
        return loop;
    }

    LinkDialler dialler() {
        return dialler;
    }

    LinkOptions options() {
        return options;
    }

    Clock clock() {
        return clock;
    }

    RandomGenerator random() {
        return random;
    }

    LinkEvents events() {
        return events;
    }

    LinkUsers users() {
        return users;
    }

    void onLoop(Runnable task) {
        if (loop.inLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    void add(Arrival arrival) {
        arrivals.add(arrival);
    }

    void remove(Arrival arrival) {
        arrivals.remove(arrival);
    }

    /// Takes the link of another node, or says why not.
    @Nullable
    Refusal take(Connection connection, Hello hello, int version) {
        OtherNode other = stopped ? null : others.get(hello.node());
        if (other == null) {
            return new Refusal(
                    Refusal.Reason.UNKNOWN_MEMBER, hello.node() + " is no member as far as " + self.name() + " knows");
        }
        long known = other.node().incarnation();
        if (hello.incarnation() != known) {
            return new Refusal(
                    hello.incarnation() < known ? Refusal.Reason.OLDER_INCARNATION : Refusal.Reason.UNKNOWN_MEMBER,
                    self.name() + " knows incarnation " + known + " of " + hello.node() + ", not "
                            + hello.incarnation());
        }
        int largest = Math.min(hello.largestFrame(), options.largestFrame());
        Link link = new Link(
                this,
                connection,
                new LinkTerms(hello.node(), hello.incarnation(), hello.fromLoop(), false, version, largest));
        byte[] welcome = Welcome.of(self, version, options.largestFrame()).frame();
        connection.frame(welcome.length).put(welcome);
        other.came(link);
        tellOpened(link);
        return null;
    }

    void tellOpened(Link link) {
        counters.count(Figure.OPENED);
        events.opened(link);
        users.opened(link);
    }

    void ended(Link link) {
        counters.count(Figure.CLOSED);
        OtherNode other = others.get(link.node());
        if (other != null && other.node().incarnation() == link.incarnation()) {
            other.ended(link);
        }
    }

    void notOpened(Node node, int toLoop, String why) {
        counters.count(Figure.NOT_OPENED);
        events.notOpened(node, toLoop, why, repeats.isRepeated("to " + node.name() + ": " + why, clock.steadyMillis()));
    }

    void refused(String node, InetSocketAddress address, Refusal why) {
        counters.refused(why.reason());
        events.refused(
                node, address, why, repeats.isRepeated("from " + node + ": " + why.text(), clock.steadyMillis()));
    }

    /// @param known the same text without what differs from one connection to the next
    void troubled(String what, String known) {
        counters.count(Figure.NO_HELLO);
        events.troubled(what, repeats.isRepeated(known, clock.steadyMillis()));
    }
}
