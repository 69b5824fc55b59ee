package io.hongyan.broker.session;

import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.Rules;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.Counters;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.quota.MemoryBudget;
import io.hongyan.broker.quota.StoreBudget;
import io.hongyan.broker.route.Courier;
import io.hongyan.broker.route.Router;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One event loop with everything that it needs: its sessions, timers, decoder, routes and its part of the store. A
/// client belongs to one shard for ever.
///
/// Confined to its loop, but for the final parts that say otherwise.
public final class Shard {
    private static final int TOPICS_REMEMBERED = 8192;
    private static final int RETAINED_SWEPT_A_TICK = 500;

    private final int index;
    private final Loop loop;
    private final BrokerConfig config;
    private final Clock clock;
    private final RandomGenerator random;
    private final EventSink events;
    private final Authenticator authenticator;
    private final ShardStore store;
    private final boolean durable;
    private final Instances instances;
    private final MemoryBudget memory;
    private final StoreBudget disk;
    private final Counters counters = new Counters();
    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(TOPICS_REMEMBERED));
    private final Map<String, Space> spaces = new HashMap<>();
    private final ArrayList<Session> slowed = new ArrayList<>();
    private final Terms usual31;
    private final Terms usual311;
    private final Terms usual5;
    private final Timers timers;
    private final Courier courier;
    private final Router router;
    private final Publishing publishing = new Publishing(this);
    private final Subscribing subscribing = new Subscribing(this);
    private final Admission admission = new Admission(this);
    private final Delivering delivering = new Delivering(this);
    private final Retaining retaining = new Retaining(this);
    private final Lifecycle lifecycle = new Lifecycle(this);
    private List<Shard> all = List.of();
    private int beat;

    /// What all shards of one broker share.
    public record Common(
            BrokerConfig config,
            Clock clock,
            EventSink events,
            Authenticator authenticator,
            Instances instances,
            MemoryBudget memory,
            StoreBudget disk,
            boolean durable) {}

    public Shard(int index, List<Loop> loops, Common common, ShardStore store, RandomGenerator random) {
        this.index = index;
        this.loop = loops.get(index);
        this.config = common.config();
        this.clock = common.clock();
        this.events = common.events();
        this.authenticator = common.authenticator();
        this.instances = common.instances();
        this.memory = common.memory();
        this.disk = common.disk();
        this.durable = common.durable();
        this.store = store;
        this.random = random;
        this.usual31 = Terms.usual(Version.MQTT_3_1, config);
        this.usual311 = Terms.usual(Version.MQTT_3_1_1, config);
        this.usual5 = Terms.usual(Version.MQTT_5, config);
        this.timers = new Timers(clock.steadyMillis());
        this.courier = new Courier(index, loops, memory);
        this.router = new Router(courier, store, config.sharedStrategy());
    }

    /// Makes all shards known to each other and starts the timers.
    public static void start(List<Shard> shards) {
        List<Router> routers = shards.stream().map(Shard::router).toList();
        for (Shard shard : shards) {
            shard.all = shards;
            shard.router.meet(routers);
            shard.loop.every(Duration.ofMillis(Timers.TICK_MILLIS), shard::tick);
            if (shard.durable) {
                new Sweeping(shard).start();
            }
        }
    }

    /// Any thread may ask.
    public int index() {
        return index;
    }

    /// Any thread may ask.
    public Loop loop() {
        return loop;
    }

    /// Any thread may read the counters.
    public Counters counters() {
        return counters;
    }

    public BrokerConfig config() {
        return config;
    }

    public Clock clock() {
        return clock;
    }

    public RandomGenerator random() {
        return random;
    }

    public PacketDecoder decoder() {
        return decoder;
    }

    public Timers timers() {
        return timers;
    }

    public Admission admission() {
        return admission;
    }

    /// The shard at home for a client of that virtual shard. Any thread may ask.
    public Shard home(int vshard) {
        return all.get(vshard % all.size());
    }

    /// What a client of that version has that wishes nothing.
    Terms usual(Version version) {
        return switch (version) {
            case MQTT_3_1 -> usual31;
            case MQTT_3_1_1 -> usual311;
            case MQTT_5 -> usual5;
        };
    }

    /// Runs the task on this shard: at once when the caller is there. Any thread.
    public void run(Runnable task) {
        if (loop.inLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /// Tells that a message did not reach a receiver.
    void dropped(String instance, String clientId, String topic, DropReason reason) {
        counters.count(Counter.MESSAGES_DROPPED);
        event(new BrokerEvent.Dropped(instance, clientId, topic, reason));
    }

    /// Tells a fact. Any thread.
    public void event(BrokerEvent event) {
        events.on(event);
    }

    /// This shard's part of a tenant, made when first asked for.
    public Space space(String instance) {
        Space space = spaces.get(instance);
        if (space == null) {
            space = new Space(this, instances.of(instance));
            spaces.put(instance, space);
            retaining.watch(space.instance());
        }
        return space;
    }

    /// All tenants that this shard has seen.
    public Collection<Space> spaces() {
        return spaces.values();
    }

    Router router() {
        return router;
    }

    Courier courier() {
        return courier;
    }

    public ShardStore store() {
        return store;
    }

    boolean durable() {
        return durable;
    }

    MemoryBudget memory() {
        return memory;
    }

    /// What waits on disk, against its limits.
    StoreBudget disk() {
        return disk;
    }

    Retaining retaining() {
        return retaining;
    }

    Publishing publishing() {
        return publishing;
    }

    Subscribing subscribing() {
        return subscribing;
    }

    Delivering delivering() {
        return delivering;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    /// The number of timer ticks that really took place. Unlike the clock it does not jump after a pause of the
    /// process, so that silence measured in beats is never longer than the time in which the client could have been
    /// heard.
    int beat() {
        return beat;
    }

    /// The sessions of a tenant on this shard.
    public Collection<Session> sessions(String instance) {
        Space space = spaces.get(instance);
        return space == null ? List.of() : space.sessions();
    }

    /// Publishes a message of the server.
    public void publish(String instance, Rules rules, Message message) {
        publishing.distribute(space(instance), rules, message, true, null);
    }

    /// Ends a client's connection; false when it has none.
    public boolean disconnect(String instance, String clientId, ReasonCode reason, String why) {
        Space space = spaces.get(instance);
        Session session = space == null ? null : space.session(clientId);
        if (session == null || !session.connected()) {
            return false;
        }
        lifecycle.end(session, reason, why, true, true);
        return true;
    }

    /// Removes a tenant's clients and sessions from this shard.
    public void drop(String instance) {
        for (Session session : List.copyOf(sessions(instance))) {
            lifecycle.end(session, ReasonCode.ADMINISTRATIVE_ACTION, "its instance was deleted", true, false);
            lifecycle.endSession(session, "its instance was deleted");
        }
        spaces.remove(instance);
    }

    /// Ends all connections once nothing is unacknowledged any more, or when the time is over.
    public void drain(ReasonCode reason, @Nullable String reference, Duration most, Runnable done) {
        new Farewell(this, reason, reference, timers.now() + most.toMillis(), done).begin();
    }

    /// Takes nothing more from a publisher until the other shards have caught up.
    void slow(Session session) {
        if (slowed.isEmpty()) {
            loop.execute(this::resumeSlowed);
        }
        slowed.add(session);
    }

    private void resumeSlowed() {
        if (courier.congested()) {
            all.get((index + 1) % all.size()).loop().execute(() -> loop.execute(this::resumeSlowed));
            return;
        }
        ArrayList<Session> waiting = new ArrayList<>(slowed);
        slowed.clear();
        waiting.forEach(Session::resumePublisher);
    }

    private void tick() {
        long now = clock.steadyMillis();
        if (now - timers.now() >= Timers.TICK_MILLIS / 2) {
            beat++;
        }
        timers.advance(now);
        if (index == 0) {
            // Expired messages that nobody asks for would otherwise stay until the limit is reached.
            instances.all().forEach(instance -> instance.retained().removeExpired(RETAINED_SWEPT_A_TICK));
        }
    }
}
