package io.hongyan.testkit.sim;

import io.hongyan.broker.Broker;
import io.hongyan.broker.BrokerStats;
import io.hongyan.broker.message.PublishResult;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.ReasonCode;
import io.hongyan.testkit.sim.model.ClientKey;
import io.hongyan.testkit.sim.model.MqttModel;
import io.hongyan.testkit.sim.world.Place;
import io.hongyan.testkit.sim.world.RandomStream;
import io.hongyan.testkit.sim.world.Scheduler;
import io.hongyan.testkit.sim.world.SimDisk;
import io.hongyan.testkit.sim.world.SimLoop;
import io.hongyan.testkit.sim.world.SimOutbox;
import io.hongyan.testkit.sim.world.SimSocket;
import io.hongyan.testkit.sim.world.SimStore;
import io.hongyan.transport.Loop;
import io.hongyan.transport.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The broker of a simulation: the real one, on simulated loops, network and disk. It can die and come back.
final class SimServer {
    private final Settings settings;
    private final Scheduler scheduler;
    private final Consumer<Throwable> failed;
    private final SimAuthenticator authenticator;
    private final SimEvents events;
    private final MqttModel model;
    private final SimDisk disk = new SimDisk();
    private final RandomStream random;
    private final List<Outlet> outlets;
    private final Map<Outlet, SimConsumer> consumers = new LinkedHashMap<>();
    private final List<SimSocket> sockets = new ArrayList<>();
    private List<SimLoop> loops = List.of();
    private @Nullable Broker broker;
    private @Nullable Store store;
    private int starts;
    private int dialled;

    SimServer(
            Settings settings,
            Scheduler scheduler,
            Consumer<Throwable> failed,
            SimAuthenticator authenticator,
            SimEvents events,
            MqttModel model) {
        this.settings = settings;
        this.scheduler = scheduler;
        this.failed = failed;
        this.authenticator = authenticator;
        this.events = events;
        this.model = model;
        this.random = new RandomStream(settings.seed(), "server");
        this.outlets = settings.outlets();
        for (Outlet outlet : outlets) {
            if (outlet.drained()) {
                RandomStream lots = new RandomStream(settings.seed(), "consumer of " + outlet.key());
                consumers.put(outlet, new SimConsumer(outlet, disk, scheduler, lots));
            }
        }
    }

    SimDisk disk() {
        return disk;
    }

    /// Whether the broker has started and its listeners are open, as in the real service.
    boolean isUp() {
        return broker != null && broker.started().isDone();
    }

    /// Whether there is a broker, perhaps one that is starting.
    boolean isAlive() {
        return broker != null;
    }

    Store store() {
        return Objects.requireNonNull(store, "the broker is down");
    }

    /// The queue of a rule.
    SimOutbox outbox(Outlet outlet) {
        return (SimOutbox) store().outbox(outlet.key(), outlet.limits());
    }

    /// Who takes what a rule keeps; null when nobody does.
    @Nullable
    SimConsumer consumer(Outlet outlet) {
        return consumers.get(outlet);
    }

    private Broker broker() {
        return Objects.requireNonNull(broker, "the broker is down");
    }

    BrokerStats stats() {
        return broker().stats();
    }

    void start() {
        starts++;
        loops = new ArrayList<>();
        for (int i = 0; i < settings.shards(); i++) {
            RandomStream lots = new RandomStream(settings.seed(), "loop " + i + " of start " + starts);
            loops.add(new SimLoop(scheduler, lots, settings.loops(), failed));
        }
        RandomStream lots = new RandomStream(settings.seed(), "disk of start " + starts);
        store = settings.durable() ? new SimStore(disk, scheduler, lots, settings.disk()) : new MemoryStore();
        broker = Broker.start(
                settings.config(),
                List.<Loop>copyOf(loops),
                authenticator,
                store,
                events,
                scheduler.time(),
                new RandomStream(settings.seed(), "client ids of start " + starts));
        consumers.forEach((outlet, consumer) -> consumer.started(outbox(outlet)));
        if (starts > 1) {
            model.restarted();
        }
    }

    /// Dies at once.
    void crash() {
        if (store instanceof SimStore simulated) {
            simulated.crash();
        }
        end();
        model.crashed(false);
    }

    /// Stops in order; the future completes when it may be ended by [#stopped()].
    CompletableFuture<Void> stop() {
        return broker().drain(ReasonCode.SERVER_SHUTTING_DOWN, null);
    }

    /// Ends the broker after everything was written.
    void stopped() {
        broker().close();
        end();
        model.crashed(true);
    }

    private void end() {
        consumers.values().forEach(SimConsumer::stopped);
        broker = null;
        loops.forEach(SimLoop::kill);
        sockets.forEach(SimSocket::serverDied);
        sockets.clear();
        authenticator.forget();
    }

    @Nullable
    SimSocket dial(SimSocket.Handler handler, int port) {
        if (broker == null || !isUp()) {
            return null;
        }
        SimLoop loop = random.oneOf(loops);
        Peer peer =
                new Peer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "sim", false, null, List.of());
        Place place = new Place(loop, broker.acceptor(), peer, failed);
        RandomStream lots = new RandomStream(settings.seed(), "connection " + ++dialled);
        SimSocket socket = new SimSocket(scheduler, lots, settings.network(), handler, place);
        sockets.removeIf(old -> old.far().hasEnded());
        sockets.add(socket);
        return socket;
    }

    /// Connections that the broker has not ended.
    List<SimSocket> sockets() {
        sockets.removeIf(old -> old.far().hasEnded());
        return sockets;
    }

    void stall(int shard, long micros) {
        loops.get(shard % loops.size()).stall(micros);
    }

    CompletableFuture<Boolean> kick(ClientKey key) {
        return broker().disconnect(key.instance(), key.clientId(), ReasonCode.ADMINISTRATIVE_ACTION, "kicked");
    }

    CompletableFuture<Void> delete(String instance) {
        return broker().dropInstance(instance);
    }

    /// Publishes in the name of the server.
    ///
    /// @param done told what became of it
    void publish(String instance, ServerMessage message, Consumer<PublishResult> done) {
        var _ = broker().publish(instance, authenticator.policy(), message).thenAccept(done);
    }
}
