package io.hongyan.server.cluster;

import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.node.Cluster;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.deliver.DeliveryOptions;
import io.hongyan.cluster.member.ClusterRecord;
import io.hongyan.cluster.node.ClusterNode;
import io.hongyan.cluster.node.LinkFiles;
import io.hongyan.cluster.node.NodeSettings;
import io.hongyan.cluster.owner.OwnerSettings;
import io.hongyan.cluster.retain.RetainOptions;
import io.hongyan.server.config.ClusterConfig;
import io.hongyan.server.config.LinkConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigException;
import io.hongyan.server.watch.FileWatcher;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// This service as a node of its cluster, from the start to the end. The thread that starts and stops the service calls
/// it; what tells of the state may be asked on any thread.
public final class ClusterMembership implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ClusterMembership.class.getName());
    private static final Duration ETCD_PATIENCE = Duration.ofSeconds(30);
    private static final int LOOK_MILLIS = 200;
    private static final int TELL_MILLIS = 5_000;
    private static final int LAST_WORDS_MILLIS = 2_000;

    private final ServerConfig config;
    private final Path data;
    private final Clock clock;
    private final String name;
    private final Agreement agreement;
    private final ClusterRecord record;
    private final ClusterLog log;
    private volatile @Nullable ClusterNode node;
    private boolean left;

    private ClusterMembership(ServerConfig config, Path data, Clock clock, Agreement agreement, ClusterRecord record) {
        this.config = config;
        this.data = data;
        this.clock = clock;
        this.name = NodeName.of(config.cluster());
        this.agreement = agreement;
        this.record = record;
        this.log = new ClusterLog(name);
    }

    /// Finds the cluster. An etcd that does not answer is waited for, as machines may start together.
    ///
    /// @param data folder of this node, which nobody else uses
    /// @param stopped whether the service is to stop, so that nobody waits any more
    /// @throws ConfigException when this node cannot be one of the cluster
    /// @throws CancellationException when the service is to stop
    public static ClusterMembership open(ServerConfig config, Path data, Clock clock, BooleanSupplier stopped) {
        List<ClusterFault> faults = ClusterCheck.faults(config, data, clock);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults.stream().map(ClusterFault::line).toList());
        }
        Agreement agreement = EtcdAccess.ofNode(config.cluster());
        try {
            ClusterRecord record = find(config.cluster(), agreement, clock, stopped);
            Optional<ClusterFault> refusal = ClusterCheck.refusal(config.cluster(), record, data);
            if (record == null || refusal.isPresent()) {
                throw new ClusterException(refusal.orElseThrow());
            }
            return new ClusterMembership(config, data, clock, agreement, record);
        } catch (ClusterException e) {
            agreement.close();
            throw new ConfigException(List.of(e.fault().line()));
        } catch (RuntimeException e) {
            agreement.close();
            throw e;
        }
    }

    private static @Nullable ClusterRecord find(
            ClusterConfig config, Agreement agreement, Clock clock, BooleanSupplier stopped) {
        long begun = clock.steadyMillis();
        boolean told = false;
        while (true) {
            try {
                return EtcdAccess.answer(config, ClusterRecord.read(agreement));
            } catch (ClusterException e) {
                if (stopped.getAsBoolean()) {
                    throw new CancellationException("stopped before etcd answered");
                }
                if (clock.steadyMillis() - begun > ETCD_PATIENCE.toMillis()) {
                    throw e;
                }
                if (!told) {
                    LOG.log(Level.WARNING, "waiting for etcd: {0}", e.getMessage());
                    told = true;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /// What the nodes agree on, below `/hongyan/NAME/` of etcd.
    public Agreement agreement() {
        return agreement;
    }

    /// The name of this node, which is also that in a store that nodes share.
    public String name() {
        return name;
    }

    /// Opens the port for links. The broker that is given what this returns joins when it is ready.
    ///
    /// @param events told of clients that are refused
    /// @throws ConfigException when etcd does not answer
    /// @throws io.hongyan.transport.TransportException when the port cannot be used
    public Cluster node(Transport transport, String version, RandomGenerator random, EventSink events) {
        ClusterConfig cluster = config.cluster();
        LinkConfig link = cluster.link();
        NodeFiles files = NodeFiles.of(link, data);
        long incarnation = incarnation();
        NodeSettings settings = new NodeSettings(
                record.id(),
                name,
                incarnation,
                NodeName.address(link),
                new InetSocketAddress(link.bind(), link.port().bindNumber()),
                version,
                clock.wallMillis(),
                NodePlace.home(data),
                cluster.serverReference(),
                LeaseTimes.of(cluster.lease()),
                new OwnerSettings(cluster.movesPerSecond(), OwnerSettings.DEFAULT.settleMillis()),
                NodePlace.links(config),
                NodePlace.connections(config),
                DeliveryOptions.USUAL,
                RetainOptions.USUAL);
        LinkFiles own = link.plain() ? null : new LinkFiles(files.authority(), files.certificate(), files.key());
        ClusterNode made = ClusterNode.of(settings, agreement, transport, own, clock, random, events, log);
        node = made;
        return made;
    }

    private long incarnation() {
        try {
            return EtcdAccess.answer(config.cluster(), NodeSettings.incarnation(agreement));
        } catch (ClusterException e) {
            throw new ConfigException(List.of(e.fault().line()));
        }
    }

    /// Waits until this node serves, and says in the log what it waits for.
    ///
    /// @throws CancellationException when the service is to stop
    public void awaitJoined(BooleanSupplier stopped) {
        ClusterNode joining = present();
        long told = clock.steadyMillis();
        while (!isJoined(joining)) {
            if (stopped.getAsBoolean()) {
                throw new CancellationException("stopped before this node was in the cluster");
            }
            if (clock.steadyMillis() - told > TELL_MILLIS) {
                told = clock.steadyMillis();
                LOG.log(Level.WARNING, "no client is let in yet: {0}", waiting(joining));
            }
        }
        new JoinedFile(record.id(), name).write(data);
        LOG.log(
                Level.INFO,
                "node {0} is in cluster {1} with {2}, and owns {3} virtual shards",
                name,
                config.cluster().name(),
                String.join(", ", new TreeSet<>(joining.ownership().members().keySet())),
                Integer.toString(joining.ownership().table().count(name)));
    }

    private static boolean isJoined(ClusterNode joining) {
        try {
            joining.joined().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("this node cannot join its cluster", e.getCause());
        }
    }

    private String waiting(ClusterNode joining) {
        if (!log.nameTaken().isEmpty()) {
            return log.nameTaken();
        }
        if (!joining.ownership().isValid()) {
            return "this node has no lease; etcd at "
                    + String.join(", ", config.cluster().etcd().endpoints()) + " does not answer, or a node of the same"
                    + " name is still there";
        }
        return "this node has a lease, and waits for links to "
                + String.join(", ", others(joining)) + " and for virtual shards, of which it owns "
                + joining.ownership().table().count(name);
    }

    private Set<String> others(ClusterNode joining) {
        TreeSet<String> others = new TreeSet<>(joining.ownership().members().keySet());
        others.remove(name);
        return others;
    }

    /// Why clients should be sent to other nodes: `joining`, `without-lease` or `draining`; null when they should not.
    /// Any thread.
    public @Nullable String trouble() {
        ClusterNode now = node;
        if (now == null || !now.joined().isDone()) {
            return "joining";
        }
        if (!now.ownership().isValid()) {
            return "without-lease";
        }
        return now.ownership().drained().contains(name) ? "draining" : null;
    }

    /// The node; null before it was made.
    public @Nullable ClusterNode presentOrNull() {
        return node;
    }

    /// The node, for its figures. Not before [#node].
    public ClusterNode present() {
        ClusterNode now = node;
        if (now == null) {
            throw new IllegalStateException("the node was not made yet");
        }
        return now;
    }

    /// The port for links. Not before [#node].
    public int port() {
        return present().address().getPort();
    }

    /// Has the files of the links watched from now on: their successors are used for new links. Not before [#node].
    public void watch(FileWatcher watcher) {
        TlsMaterial certificates = present().certificates();
        if (certificates != null) {
            NodeFiles files = NodeFiles.of(config.cluster().link(), data);
            watcher.add("certificate of links", files.all(), () -> {
                List<ClusterFault> faults = files.faults(name, Instant.ofEpochMilli(clock.wallMillis()));
                if (!faults.isEmpty()) {
                    throw new IOException(faults.getFirst().line());
                }
                certificates.reload();
                return List.of();
            });
        }
    }

    /// When the certificate of the links expires, by its file; empty without TLS, and before [#node]. Any thread.
    public Map<Path, Instant> expiries() {
        ClusterNode now = node;
        TlsMaterial certificates = now == null ? null : now.certificates();
        return certificates == null ? Map.of() : certificates.expiries();
    }

    /// What happened to it.
    public ClusterLog log() {
        return log;
    }

    /// Hands over to the other nodes what this one has, and leaves.
    ///
    /// @param patience how long at most
    public void leave(Duration patience) {
        ClusterNode leaving = node;
        if (leaving == null || left) {
            return;
        }
        left = true;
        log.leaving();
        long begun = clock.steadyMillis();
        if (await(leaving.leave(), patience.toMillis())) {
            LOG.log(
                    Level.INFO,
                    "node {0} has left the cluster after {1} ms",
                    name,
                    Long.toString(clock.steadyMillis() - begun));
        } else {
            LOG.log(
                    Level.WARNING,
                    "node {0} could not hand over all it had within {1} ms; the others get it when its lease ends",
                    name,
                    Long.toString(patience.toMillis()));
        }
    }

    private static boolean await(CompletableFuture<Void> done, long millis) {
        try {
            done.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Ends the node, when the broker has ended and nothing is done any more with what the lease stands for.
    public void closeNode() {
        ClusterNode ending = node;
        if (ending != null) {
            if (!left) { // a start that failed: nobody need wait until the lease ends by its time
                log.leaving();
                var _ = await(ending.ownership().leave(), LAST_WORDS_MILLIS);
            }
            ending.close();
        }
    }

    /// Asks etcd nothing any more.
    @Override
    public void close() {
        agreement.close();
    }
}
