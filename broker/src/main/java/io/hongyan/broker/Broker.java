package io.hongyan.broker;

import io.hongyan.broker.accept.ConnectionAcceptor;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.ProtocolLimits;
import io.hongyan.broker.config.RetainedLimits;
import io.hongyan.broker.context.ErrorReporter;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.context.Timers;
import io.hongyan.broker.event.Counters;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.event.PacketWatch;
import io.hongyan.broker.event.Watchpoint;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.PublishResult;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.broker.node.Cluster;
import io.hongyan.broker.node.OtherNodes;
import io.hongyan.broker.quota.ChangeableLimits;
import io.hongyan.broker.quota.ConnectionBudget;
import io.hongyan.broker.quota.ConnectionLimiter;
import io.hongyan.broker.quota.MemoryBudget;
import io.hongyan.broker.quota.StoreBudget;
import io.hongyan.broker.route.Instance;
import io.hongyan.broker.shard.InstanceRegistry;
import io.hongyan.broker.shard.Shard;
import io.hongyan.broker.shard.ShardForNodes;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.VShard;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.Acceptor;
import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A running broker: shards on the loops given to it, and an acceptor for connections. Any thread may call it.
public final class Broker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Broker.class.getName());

    private final List<Shard> shards;
    private final InstanceRegistry instances;
    private final ConnectionAcceptor acceptor;
    private final Store store;
    private final BrokerStats stats;
    private final Oversight oversight;
    private final BrokerConfig config;
    private final ChangeableLimits limits;
    private final CompletableFuture<Void> started;
    private final AwaitedAppends appends = new AwaitedAppends();

    private Broker(
            List<Shard> shards,
            InstanceRegistry instances,
            ConnectionAcceptor acceptor,
            Store store,
            BrokerStats stats,
            BrokerConfig config,
            ChangeableLimits limits,
            CompletableFuture<Void> started) {
        this.limits = limits;
        this.started = started;
        this.shards = shards;
        this.instances = instances;
        this.acceptor = acceptor;
        this.store = store;
        this.stats = stats;
        this.oversight = new Oversight(shards, instances);
        this.config = config;
        var _ = store.failure().thenAccept(appends::end);
    }

    /// Starts a broker with one shard on each loop. Its sessions are read from the store while this returns; see
    /// [#started()].
    ///
    /// @param authenticator who is who
    /// @param store what outlives connections; closed with the broker
    /// @param events told of facts
    /// @param machine its date counts at the start only: see [BrokerClock]
    /// @param random for client ids that the broker invents
    public static Broker start(
            BrokerConfig config,
            List<Loop> loops,
            Authenticator authenticator,
            Store store,
            EventSink events,
            Clock machine,
            RandomGenerator random) {
        return start(config, loops, authenticator, store, events, machine, random, Cluster.NONE);
    }

    /// Starts a broker that belongs to a cluster. Its sessions come with the virtual shards that the cluster has it
    /// take over.
    public static Broker start(
            BrokerConfig config,
            List<Loop> loops,
            Authenticator authenticator,
            Store store,
            EventSink events,
            Clock machine,
            RandomGenerator random,
            Cluster cluster) {
        Clock clock = new BrokerClock(machine, store.recordedMillis());
        store.clock(clock);
        List<Shard> shards = new ArrayList<>();
        InstanceRegistry instances =
                new InstanceRegistry(name -> instance(name, shards, loops.size(), config, clock, cluster));
        Budgets budgets = Budgets.of(config);
        EventSink guarded = EventSink.guarded(events);
        Watchpoint watchpoint = new Watchpoint();
        for (int i = 0; i < loops.size(); i++) {
            ShardContext context = context(
                    i, loops.get(i), config, clock, random, guarded, store, budgets, watchpoint, cluster.shard(i));
            shards.add(new Shard(context, loops, instances, authenticator, store.durable()));
        }
        readRetained(store, shards, instances, authenticator, cluster.isAlone());
        CompletableFuture<Integer> ready = Shard.start(List.copyOf(shards));
        var _ = store.failure().thenAccept(why -> shards.forEach(shard -> onShard(shard, s -> s.storeFailed(why))));
        ConnectionLimiter limiter = new ConnectionLimiter(
                config.flood(), ConnectionBudget.ofThisProcess().connections(), clock);
        ConnectionAcceptor acceptor = new ConnectionAcceptor(shards, limiter, guarded);
        if (cluster.isAlone()) {
            tellOfLost(store, shards, authenticator);
        }
        BrokerStats stats = new BrokerStats(shards, instances, limiter, budgets.memory(), budgets.disk());
        CompletableFuture<Void> started = ready.thenAccept(sessions -> {
            if (store.durable() && cluster.isAlone()) {
                LOG.log(Level.INFO, sessions == 1 ? "1 session restored" : sessions + " sessions restored");
            }
            onShard(shards.getFirst(), first -> new SysTopics(first, stats, clock, config.sysInterval()).start());
            cluster.start(shards.stream()
                    .map(shard -> new ShardForNodes(shard, acceptor::forwarded))
                    .toList());
        });
        ChangeableLimits limits = new ChangeableLimits(limiter, budgets.memory(), budgets.disk());
        return new Broker(List.copyOf(shards), instances, acceptor, store, stats, config, limits, started);
    }

    private static void readRetained(
            Store store, List<Shard> shards, InstanceRegistry instances, Authenticator authenticator, boolean alone) {
        Set<String> gone = new HashSet<>();
        store.retained((instance, message) -> {
            if (!alone) {
                return; // this store belongs to one process, and no part of it to anybody else
            }
            if (authenticator.policy(instance) == null) {
                gone.add(instance);
            } else if (message.topic().startsWithDollar()) {
                shards.getFirst().context().store().removeRetained(instance, message.topic()); // of an earlier version
            } else {
                instances.of(instance).retained().put(message);
            }
        });
        store.outboxes().stream()
                .map(outbox -> outbox.key().instance())
                .filter(instance -> alone && authenticator.policy(instance) == null)
                .forEach(gone::add);
        for (String instance : gone) {
            var _ = store.dropInstance(instance);
        }
    }

    /// Business systems hear of the connections that an earlier run had open when it ended without notice.
    private static void tellOfLost(Store store, List<Shard> shards, Authenticator authenticator) {
        for (OpenChannel channel : store.openChannels()) {
            Shard home = shards.getFirst().home(VShard.ofClient(channel.clientId()));
            ClientPolicy policy = authenticator.policy(channel.instance());
            onShard(home, shard -> {
                if (policy == null) {
                    shard.forget(channel);
                } else {
                    shard.lost(policy, channel);
                }
            });
        }
    }

    private record Budgets(MemoryBudget memory, StoreBudget disk) {
        static Budgets of(BrokerConfig config) {
            return new Budgets(ChangeableLimits.memory(config.memory()), new StoreBudget(config.store()));
        }
    }

    private static ShardContext context(
            int index,
            Loop loop,
            BrokerConfig config,
            Clock clock,
            RandomGenerator random,
            EventSink events,
            Store store,
            Budgets budgets,
            Watchpoint watchpoint,
            OtherNodes nodes) {
        Counters counters = new Counters();
        ErrorReporter errors = new ErrorReporter(counters, events);
        Timers timers = new Timers(clock.steadyMillis(), errors);
        return new ShardContext(
                index,
                loop,
                config,
                clock,
                random,
                events,
                counters,
                errors,
                timers,
                store.shard(loop),
                budgets.memory(),
                budgets.disk(),
                watchpoint,
                nodes);
    }

    /// The topic space of an instance. Retained messages that expire leave the store too, by the shard that their topic
    /// falls on, so that each has a part of them.
    private static Instance instance(
            String name, List<Shard> shards, int count, BrokerConfig config, Clock clock, Cluster cluster) {
        Instance instance = new Instance(name, count, config, clock, ClusterFilters.of(name, cluster));
        instance.retained().onExpired(topic -> {
            Shard home = shards.getFirst().home(VShard.of(topic.topic().utf8()));
            home.loop().execute(() -> home.retainedPart().expired(topic));
        });
        return instance;
    }

    /// Completes when all sessions are back from the store. Clients that come sooner wait.
    public CompletableFuture<Void> started() {
        return started;
    }

    /// Takes the connections of listeners on this broker's loops.
    public Acceptor acceptor() {
        return acceptor;
    }

    public BrokerStats stats() {
        return stats;
    }

    /// What an operator sees and ends.
    public Oversight oversight() {
        return oversight;
    }

    /// What holds for the packets of all clients.
    public ProtocolLimits protocol() {
        return config.protocol();
    }

    /// What holds for the retained messages of each instance.
    public RetainedLimits retainedLimits() {
        return config.retained();
    }

    /// How many sessions each instance may have.
    public int maxSessions() {
        return config.session().maxSessions();
    }

    /// Takes limits over that may change while the broker runs: `flood`, `memory.instance`, `memory.total`, and the
    /// amounts of `store`. All else of the configuration is passed over.
    public void limits(BrokerConfig changed) {
        limits.apply(changed);
    }

    /// Has somebody see what clients send and get, packet by packet, from now on.
    ///
    /// @param watch null = nobody
    public void watch(@Nullable PacketWatch watch) {
        shards.getFirst().context().watchpoint().watch(watch); // all shards have the same one
    }

    /// Publishes in the name of the server, without permission checks. Messages of one topic that are published one
    /// after the other reach their receivers in that order.
    ///
    /// @param policy of the instance; it knows the topics that name one receiver, and the rules
    /// @return completes on a shard when everything is durable that must be, or with a refusal
    public CompletableFuture<PublishResult> publish(String instance, ClientPolicy policy, ServerMessage message) {
        CompletableFuture<PublishResult> answer = new CompletableFuture<>();
        Shard home = shards.getFirst().home(VShard.of(message.address().utf8()));
        onShard(home, shard -> shard.publish(instance, policy, message, answer));
        return answer;
    }

    /// Appends a message to an outbox, in the order of the calls for one publisher.
    ///
    /// @param outbox of this broker's store; room is taken here
    /// @param message its publisher decides which shard writes it; one without a publisher belongs to the empty name
    /// @return completes with true when the message is durable, as far as the store promises it; with false when there
    ///         is no room, or so much waits for the disk that nothing should be added; exceptionally when the store has
    ///         failed for good or is closed: then nobody knows whether the message will be there. What hangs on it
    ///         must be short
    public CompletableFuture<Boolean> append(Outbox outbox, Message message, OutboxLabel label) {
        return appends.append(shards.getFirst(), outbox, message, label);
    }

    /// Ends the connection of a client, if it has one.
    ///
    /// @return whether it had one
    public CompletableFuture<Boolean> disconnect(String instance, String clientId, ReasonCode reason, String why) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Shard home = shards.getFirst().home(VShard.ofClient(clientId));
        onShard(home, shard -> answer.complete(shard.disconnect(instance, clientId, reason, why)));
        return answer;
    }

    /// Ends the sessions of an owner that are kept while their client is away; what waits in them is dropped. Those
    /// with a connection are the business of who authenticates.
    ///
    /// @param owner the name of the identity that the sessions belong to
    /// @param why for the log
    /// @return completes when that is durable
    public CompletableFuture<Void> endAbsentSessions(String instance, String owner, String why) {
        return onEveryShard((shard, done) -> shard.endAbsent(instance, owner, why, done));
    }

    /// One client of an instance, with its filters; empty when there is none of that id.
    public CompletableFuture<Optional<ClientDetail>> client(String instance, String clientId) {
        CompletableFuture<Optional<ClientDetail>> answer = new CompletableFuture<>();
        Shard home = shards.getFirst().home(VShard.ofClient(clientId));
        onShard(
                home,
                shard -> answer.complete(
                        Optional.ofNullable(shard.session(instance, clientId)).map(ClientDetail::of)));
        return answer;
    }

    /// Who publishes most in an instance, which topics are used most, and for whom most bytes wait.
    ///
    /// @param most how many of each, 1 to 128
    public CompletableFuture<InstanceTop> top(String instance, int most) {
        return TopSearch.over(shards, instance, most);
    }

    /// Removes an instance: its clients are disconnected, and all that it owns goes, from memory and from the store:
    /// sessions, wills, retained messages, outboxes. May be repeated, and must be when the process ended before it was
    /// complete. Until then there must be no new instance of that name.
    ///
    /// @param instance the authenticator must not let anybody in there any more
    /// @return completes when the deletion is durable
    public CompletableFuture<Void> dropInstance(String instance) {
        instances.end(instance);
        return onEveryShard((shard, done) -> shard.drop(instance, done))
                .thenCompose(_ -> store.dropInstance(instance))
                .thenRun(() -> instances.drop(instance));
    }

    /// Lets nobody in any more and says goodbye to everybody: DISCONNECT with the reason in 5.0, a close before that.
    /// Acknowledgements on their way are waited for, at most as long as configured.
    ///
    /// @param serverReference where clients should go instead; null for nowhere
    public CompletableFuture<Void> drain(ReasonCode reason, @Nullable String serverReference) {
        acceptor.close();
        return onEveryShard((shard, done) -> shard.drain(reason, serverReference, config.drainTimeout(), done));
    }

    /// Closes the store. Loops and listeners belong to their owner.
    @Override
    public void close() {
        acceptor.close();
        store.close();
        appends.end("the store is closed");
    }

    /// @param task gets what to run when the shard is done
    private CompletableFuture<Void> onEveryShard(BiConsumer<Shard, Runnable> task) {
        List<CompletableFuture<Void>> parts = new ArrayList<>();
        for (Shard shard : shards) {
            CompletableFuture<Void> part = new CompletableFuture<>();
            parts.add(part);
            onShard(shard, s -> task.accept(s, () -> part.complete(null)));
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
    }

    private static void onShard(Shard shard, java.util.function.Consumer<Shard> task) {
        shard.loop().execute(() -> task.accept(shard));
    }
}
