package io.hongyan.broker.shard;

import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.context.Timers;
import io.hongyan.broker.event.Counters;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.PublishResult;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.broker.route.Instance;
import io.hongyan.broker.route.RetainedWriter;
import io.hongyan.broker.route.Router;
import io.hongyan.broker.route.ShardDispatcher;
import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.MessageTracer;
import io.hongyan.broker.session.PublishChecks;
import io.hongyan.broker.session.PublishHandler;
import io.hongyan.broker.session.PublishWriter;
import io.hongyan.broker.session.PublisherBackpressure;
import io.hongyan.broker.session.RuleWriter;
import io.hongyan.broker.session.ServerPublisher;
import io.hongyan.broker.session.Session;
import io.hongyan.broker.session.SessionLifecycle;
import io.hongyan.broker.session.SessionServices;
import io.hongyan.broker.session.StatusNotices;
import io.hongyan.broker.session.SubscriptionHandler;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.top.Busiest;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.TopicCache;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.transport.Loop;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One event loop with everything that it needs: its sessions, timers, decoder, routes and its part of the store. A
/// client belongs to one shard for ever. This class puts the parts together.
///
/// Confined to its loop, but for what says otherwise.
public final class Shard {
    private static final int TOPICS_REMEMBERED = 8192;
    private static final int RETAINED_SWEPT_PER_TICK = 500;

    private final ShardContext context;
    private final InstanceRegistry registry;
    private final boolean durable;
    private final PacketDecoder decoder = new PacketDecoder(new TopicCache(TOPICS_REMEMBERED));
    private final Map<String, InstanceShard> instances = new HashMap<>();
    private final VShardTable vshards;
    private final ShardDispatcher dispatcher;
    private final Router router;
    private final SessionServices services;
    private final ServerPublisher publisher;
    private final Admission admission;
    private final SessionRecovery recovery;
    private final RetainedPart retainedPart;
    private final VShardChanges vshardChanges;
    private List<Shard> all = List.of();
    private long tickDueNanos;

    /// @param loops of all shards
    /// @param durable whether the store keeps anything
    public Shard(
            ShardContext context,
            List<? extends Loop> loops,
            InstanceRegistry registry,
            Authenticator authenticator,
            boolean durable) {
        this.context = context;
        this.registry = registry;
        this.durable = durable;
        this.vshards = new VShardTable(context.errors());
        this.dispatcher = new ShardDispatcher(context.index(), loops, context.memory());
        RetainedWriter retained = new RetainedWriter(context, dispatcher, durable);
        this.router = new Router(dispatcher, retained, context.config().sharedStrategy(), context.nodes());
        PublishChecks checks = new PublishChecks(context, dispatcher);
        PublisherBackpressure backpressure =
                new PublisherBackpressure(context.index(), loops, dispatcher, context.nodes());
        MessageTracer tracer = new MessageTracer(context);
        RuleWriter rules = new RuleWriter(context, tracer);
        StatusNotices notices = new StatusNotices(context);
        this.services = new SessionServices(
                context,
                authenticator,
                new PublishWriter(context, tracer),
                new PublishHandler(context, decoder, checks, router, rules, tracer, backpressure),
                new SubscriptionHandler(context),
                new SessionLifecycle(context, router, rules, tracer, notices),
                notices);
        this.publisher = new ServerPublisher(context, checks, router, rules, tracer);
        this.admission = new Admission(services, checks, this::instance);
        this.recovery = new SessionRecovery(services, this::instance);
        this.retainedPart = new RetainedPart(context, registry, authenticator, retained);
        this.vshardChanges =
                new VShardChanges(context, vshards, recovery, retainedPart, services.lifecycle(), instances.values());
    }

    /// Makes all shards known to each other, reads their sessions from the store, and starts the timers. In a cluster
    /// they have no sessions until it has them [take virtual shards over][VShardChanges].
    ///
    /// @return completes with the number of sessions that are back, when everything is ready for clients
    public static CompletableFuture<Integer> start(List<Shard> shards) {
        List<ShardTaskHandler> handlers = shards.stream()
                .map(shard -> new ShardTaskHandler(shard.context, shard.dispatcher, shard.router, shard::instance))
                .toList();
        for (Shard shard : shards) {
            shard.all = shards;
            shard.vshardChanges.connect(shards);
            shard.dispatcher.connect(handlers);
        }
        CompletableFuture<?>[] read = shards.stream().map(Shard::acquire).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(read).thenCompose(_ -> {
            CompletableFuture<?>[] complete =
                    shards.stream().map(Shard::complete).toArray(CompletableFuture[]::new);
            return CompletableFuture.allOf(complete)
                    .thenApply(_ -> shards.stream()
                            .mapToInt(shard -> shard.recovery.recovered())
                            .sum());
        });
    }

    /// Reads the sessions of all virtual shards of this shard.
    private CompletableFuture<Void> acquire() {
        if (!context.nodes().isAlone()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        VShardReading reading = new VShardReading(
                context.index(),
                all.size(),
                (vshard, opened) ->
                        vshards.acquire(vshard, context.store(), recovery::recover, retainedPart::restore, opened),
                done);
        context.loop().execute(reading::run);
        return done;
    }

    /// How virtual shards come and go while the broker runs.
    VShardChanges vshardChanges() {
        return vshardChanges;
    }

    private CompletableFuture<Void> complete() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.loop().execute(() -> {
            recovery.complete();
            vshards.ready();
            tickDueNanos = nextTick();
            context.loop().every(Duration.ofMillis(Timers.TICK_MILLIS), this::tick);
            if (durable) {
                new ExpirySweep(context.loop(), context.timers(), instances.values()).start();
                new StoreOutage(context, services.lifecycle(), instances.values()).watch();
            }
            done.complete(null);
        });
        return done;
    }

    /// Any thread may ask.
    public int index() {
        return context.index();
    }

    /// Any thread may ask.
    public Loop loop() {
        return context.loop();
    }

    /// Any thread may read the counters.
    public Counters counters() {
        return context.counters();
    }

    public ShardContext context() {
        return context;
    }

    public PacketDecoder decoder() {
        return decoder;
    }

    public Admission admission() {
        return admission;
    }

    public Authenticator authenticator() {
        return services.authenticator();
    }

    /// The shard that owns a virtual shard. Any thread may ask.
    public Shard home(int vshard) {
        return all.get(dispatcher.home(vshard));
    }

    /// Runs the task when the sessions of a virtual shard have been read: at once if they have.
    public void whenOpen(int vshard, Runnable task) {
        vshards.whenOpen(vshard, task);
    }

    Router router() {
        return router;
    }

    /// The part of an instance on this shard, made when first asked for.
    InstanceShard instance(String name) {
        InstanceShard part = instances.get(name);
        Instance present = registry.of(name);
        boolean stale = part != null
                && !part.instance().equals(present)
                && part.sessions().isEmpty();
        if (part == null || stale) { // stale: of an instance that was deleted, and made again
            part = new InstanceShard(context, present);
            instances.put(name, part);
        }
        return part;
    }

    /// The sessions of an instance on this shard.
    public Collection<Session> sessions(String instance) {
        InstanceShard part = instances.get(instance);
        return part == null ? List.of() : part.sessions();
    }

    /// Who publishes most in an instance, and where, as far as this shard sees it; null when it has none of it.
    public Busiest.@Nullable View busiest(String instance) {
        InstanceShard part = instances.get(instance);
        return part == null ? null : part.busiest();
    }

    /// The session of a client; null when there is none.
    public @Nullable Session session(String instance, String clientId) {
        InstanceShard part = instances.get(instance);
        return part == null ? null : part.session(clientId);
    }

    /// Publishes a value of the server itself.
    public void publish(String instance, ClientPolicy policy, Message message) {
        InstanceShard part = instance(instance);
        router.publish(part.instance(), part.routes(), policy.directDelivery(), message, true, null);
    }

    /// Publishes a message in the name of the server.
    ///
    /// @param answer completes when everything is durable that must be
    public void publish(
            String instance, ClientPolicy policy, ServerMessage message, CompletableFuture<PublishResult> answer) {
        publisher.publish(instance(instance), policy, message, answer);
    }

    /// A connection of an earlier run is gone.
    public void lost(ClientPolicy policy, OpenChannel channel) {
        services.notices().lost(policy, channel, "the server stopped without notice");
    }

    /// A connection of an earlier run is gone, with its instance.
    public void forget(OpenChannel channel) {
        context.store().closed(channel);
    }

    /// What is retained of the topics of its virtual shards.
    public RetainedPart retainedPart() {
        return retainedPart;
    }

    /// Ends a client's connection; false when it has none.
    public boolean disconnect(String instance, String clientId, ReasonCode reason, String why) {
        Session session = session(instance, clientId);
        if (session == null || !session.connected()) {
            return false;
        }
        services.lifecycle().end(session, reason, why, true, true);
        return true;
    }

    /// Ends a client's session, and its connection if it has one.
    ///
    /// @param answer completes when that is durable: whether there was one
    public void endSession(
            String instance, String clientId, ReasonCode reason, String why, CompletableFuture<Boolean> answer) {
        Session session = session(instance, clientId);
        if (session == null) {
            answer.complete(false);
            return;
        }
        services.lifecycle().end(session, reason, why, true, true);
        services.lifecycle().endSession(session, why);
        context.store().whenDurable(() -> answer.complete(true));
    }

    /// Ends a client's subscription.
    ///
    /// @param answer completes when that is durable: whether there was one
    public void unsubscribe(String instance, String clientId, TopicFilter filter, CompletableFuture<Boolean> answer) {
        Session session = session(instance, clientId);
        boolean was = session != null && services.subscriptions().unsubscribe(session, filter);
        context.store().whenDurable(() -> answer.complete(was));
    }

    /// Ends the sessions of an owner that are kept on this shard while their client is away, some in each turn.
    ///
    /// @param done runs when that is durable
    public void endAbsent(String instance, String owner, String why, Runnable done) {
        InstanceShard part = instances.get(instance);
        List<InstanceShard> parts = part == null ? List.of() : List.of(part);
        Consumer<Session> end = session -> {
            if (!session.connected() && session.identity().name().equals(owner)) {
                services.lifecycle().endSession(session, why);
            }
        };
        new SessionWalk(context.loop(), parts, end, () -> context.store().whenDurable(done)).run();
    }

    /// Ends the clients and sessions of an instance on this shard, some in each turn.
    ///
    /// @param done runs when that is durable
    public void drop(String instance, Runnable done) {
        InstanceShard part = instances.get(instance);
        if (part == null) {
            context.store().whenDurable(done);
            return;
        }
        new InstanceRemoval(context.loop(), services.lifecycle(), part, () -> {
                    instances.remove(instance);
                    context.store().whenDurable(done);
                })
                .run();
    }

    /// The store has failed for good. Who needs it is told so and closed.
    public void storeFailed(String why) {
        new StoreFailure(services.lifecycle(), why).tell(context.loop(), instances.values());
    }

    /// Ends all connections once nothing is unacknowledged any more, or when the time is over.
    public void drain(ReasonCode reason, @Nullable String reference, Duration most, Runnable done) {
        long deadline = context.timers().now() + most.toMillis();
        new GracefulShutdown(context, services.lifecycle(), instances.values(), reason, reference, deadline, done)
                .begin();
    }

    private void tick() {
        context.counters().delays().record(context.clock().steadyNanos() - tickDueNanos);
        context.timers().advance(context.clock().steadyMillis());
        if (context.index() == 0) {
            // Expired messages that nobody asks for would otherwise stay until the limit is reached.
            registry.all().forEach(instance -> instance.retained().removeExpired(RETAINED_SWEPT_PER_TICK));
        }
        tickDueNanos = nextTick();
    }

    private long nextTick() {
        return context.clock().steadyNanos()
                + Duration.ofMillis(Timers.TICK_MILLIS).toNanos();
    }
}
