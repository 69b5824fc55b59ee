package io.hongyan.server;

import io.hongyan.amqp.queue.Queues;
import io.hongyan.broker.Broker;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.auth.RuleRegistry;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.node.Cluster;
import io.hongyan.broker.store.Store;
import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.trace.Traces;
import io.hongyan.codec.ReasonCode;
import io.hongyan.exchange.Exchanges;
import io.hongyan.exchange.plugin.Plugins;
import io.hongyan.openapi.answer.AnswerCounts;
import io.hongyan.server.admin.AuditLog;
import io.hongyan.server.admin.InstanceDeletion;
import io.hongyan.server.api.ApiHandler;
import io.hongyan.server.cluster.ClusterMembership;
import io.hongyan.server.config.ApiConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ReadConfig;
import io.hongyan.server.console.oidc.SignOnCounts;
import io.hongyan.server.data.DataFolder;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.server.data.SecretsKey;
import io.hongyan.server.event.EventLog;
import io.hongyan.server.http.HttpLimits;
import io.hongyan.server.http.HttpTls;
import io.hongyan.server.log.LogSetup;
import io.hongyan.server.metrics.Heartbeats;
import io.hongyan.server.metrics.MetricsHandler.Phase;
import io.hongyan.server.trace.LiveTraces;
import io.hongyan.server.watch.FileWatcher;
import io.hongyan.transport.endpoint.Transport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A running server: creates and connects all parts, from the data folder to the listeners. Any thread may call it.
public final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Server.class.getName());
    private static final Duration DRAIN_GRACE = Duration.ofSeconds(3);
    private static final Duration HANDING_OVER = Duration.ofSeconds(15);

    private final ServerConfig config;
    private final CloseStack closing = new CloseStack();
    private final Clock clock = new SystemClock();
    private final SecureRandom random = new SecureRandom();
    private final long begun = clock.steadyMillis();
    private final FileWatcher certificates = new FileWatcher();
    private final FileWatcher accessFiles = new FileWatcher();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final HttpPorts http = new HttpPorts(closing, clock);
    private final AnswerCounts answers = new AnswerCounts();
    private final SignOnCounts signOns = new SignOnCounts();
    private final DataFolderSetup preparation;
    private final String adminKey;
    private final AuditLog audit;
    private final CertificateExpiry expiry;
    private final EventLog events;
    private final ServiceWatch watch;
    private final LiveConfig live;
    private @Nullable AdminDoor admin;
    private volatile ServerConfig used; // written by the one reload at a time
    private final Store store;
    private final Exchanges exchanges;
    private final Traces traces;
    private final LiveTraces liveTraces = new LiveTraces(clock);
    private final SecretsKey secrets;
    private final Sharing sharing;
    private final Broker broker;
    private final OpenListeners listeners;
    private final OpenPorts open;
    private final Queues queues;
    private volatile Phase phase = Phase.STARTING;

    private Server(ReadConfig read, Supplier<ReadConfig> source, BooleanSupplier stopped) throws IOException {
        config = read.config();
        used = config;
        live = new LiveConfig(read, source, this::use);
        try {
            ListenAddresses addresses = ListenAddresses.of(config);
            addresses.check();
            DataFolder folder = closing.add(DataFolder.open(Path.of(config.data())));
            closing.add(() -> RuntimeFile.remove(folder.path()));
            RuntimeFile.begin(folder.path());
            addresses.checkFree();
            secrets = SecretsKey.read(folder.path(), config.auth().secretKeyFile(), random);
            sharing = Sharing.open(config, folder.path(), secrets, clock, random, stopped, closing);
            preparation = sharing.prepare(config, folder.path(), secrets, clock, random);
            adminKey = preparation.makeKeys(config, clock, random);
            AccessFiles.read(config.auth(), preparation.metadata(), preparation.instance(), accessFiles);
            ListenerCertificates materials = new ListenerCertificates(config, certificates, clock, random);
            expiry = new CertificateExpiry(materials, sharing::linkExpiries, folder.path(), clock);
            events = new EventLog(
                    clock, config.log().linesPerSecond(), config.log().ofConnects(), OpenListeners.names(config));
            Transport transport = closing.add(Transport.start("shard", Cores.shards(config)));
            store = openStore(folder.path());
            exchanges = new Exchanges(
                    preparation.metadata(), store, new Plugins(config.exchange().folder()), clock);
            queues = BusinessDoor.queues(config, store, transport.loops(), clock, events);
            traces = closing.add(openTraces(folder.path()));
            Cloud cloud = startCloud();
            materials.follow(cloud.certificates(), preparation.instance(), secrets.box());
            Cluster node = sharing.join(transport, random, events.and(traces).and(liveTraces), closing, certificates);
            broker = closing.add(startBroker(transport, cloud, node));
            broker.started().join(); // clients would only wait
            cloud.kicks().start(broker);
            keepFirstStart();
            closing.add(exchanges).start(broker, cloud.authenticator()::policy, cloud::refusal);
            audit = closing.add(new AuditLog(folder.path(), clock));
            watch = closing.add(watch());
            startMaintenance(materials);
            BusinessDoor business =
                    closing.add(new BusinessDoor(config, queues, cloud, broker, transport.loops(), clock, events));
            listeners = closing.add(new OpenListeners(config, materials));
            open = new OpenPorts(listeners, http);
            ServiceParts parts = parts(cloud, business);
            openMetrics(parts, transport);
            InstanceDeletion deletions = new InstanceDeletion(cloud.metadata(), broker, store.records());
            deletions.resume();
            sharing.follow(deletions);
            startAdmin(parts, deletions, materials);
            sharing.awaitJoined(stopped);
            startApi(cloud, materials);
            StartNotes.of(config, preparation, true).forEach(note -> LOG.log(Level.WARNING, note));
            RoomNote.tell(broker.stats());
            listeners.open(transport, broker.acceptor(), business.acceptor());
            expiry.look(); // all of them are read by now
            announce(folder.path(), addresses);
            phase = Phase.RUNNING;
        } catch (IOException | RuntimeException | Error e) { // also an error must not leave its threads behind
            closing.close();
            throw e;
        }
    }

    /// Tells where it listens, and makes what only a start that succeeds may leave behind.
    private void announce(Path folder, ListenAddresses addresses) throws IOException {
        ports.putAll(open.numbers());
        ClusterMembership cluster = sharing.cluster();
        if (cluster != null) {
            ports.put(ListenAddresses.LINKS, cluster.port());
        }
        RuntimeFile.write(
                folder, new RuntimeFile.Running(ProcessHandle.current().pid(), ports, addresses.hosts(), open.kinds()));
        closing.add(() -> RuntimeFile.remove(folder));
        secrets.keep(store.records());
        if (admin != null && sharing.makesFirstAccount(config)) {
            admin.makeFirstAccount();
        }
    }

    /// The key of the secrets joins the store before anything is encrypted with it and written.
    private Store openStore(Path folder) throws IOException {
        Store opened = closing.add(StoreOpening.open(config, preparation, folder, sharing.cluster(), clock));
        secrets.join(opened.records());
        if (!preparation.first()) {
            preparation.write();
        }
        return opened;
    }

    private Traces openTraces(Path folder) {
        return new Traces(
                () -> StoreOpening.traces(config, folder), config.traces().settings(), clock);
    }

    private Cloud startCloud() {
        preparation.metadata().listen(traces::follow);
        return Cloud.of(
                preparation.metadata(),
                store.records(),
                sharing.changes(),
                secrets.box(),
                ListenerLogins.settings(config, preparation.instance()),
                clock,
                random,
                RuleRegistry.joined(List.of(exchanges, queues)),
                traces::of,
                Cores.checksAtOnce());
    }

    private void openMetrics(ServiceParts parts, Transport transport) throws IOException {
        List<FileWatcher> watchers = List.of(certificates, accessFiles);
        new MetricsDoor(parts, http, expiry, watchers, answers, preparation::instances, sharing.cluster())
                .open(Heartbeats.watch(transport.loops(), clock), () -> phase);
    }

    private Broker startBroker(Transport transport, Cloud cloud, Cluster node) {
        return Broker.start(
                config.broker(),
                transport.loops(),
                cloud.authenticator(),
                store,
                events.and(traces).and(liveTraces),
                clock,
                random,
                node);
    }

    /// Writes what a first start made before anybody gets in: a store that holds something belongs to metadata on disk,
    /// whenever the process dies. A start that fails takes it back.
    private void keepFirstStart() {
        if (preparation.first()) {
            closing.add(() -> {
                if (phase == Phase.STARTING) {
                    preparation.takeBack();
                }
            });
            preparation.write();
        }
    }

    /// Starts a server. When this returns, clients can connect.
    ///
    /// @throws DataFolderException when the data folder cannot be used
    /// @throws IOException when metrics or administration cannot listen
    /// @throws io.hongyan.transport.TransportException when a listener cannot be opened
    public static Server start(ServerConfig config) throws IOException {
        return new Server(ReadConfig.of(config), () -> ReadConfig.of(config), () -> false);
    }

    /// Starts a server that reads its configuration again on request.
    ///
    /// @param source reads it; it may throw a [io.hongyan.server.config.source.ConfigException]
    public static Server start(ReadConfig read, Supplier<ReadConfig> source) throws IOException {
        return new Server(read, source, () -> false);
    }

    /// The same of a start that can be given up, since a node of a cluster may have to wait for others.
    ///
    /// @param source reads it; it may throw a [io.hongyan.server.config.source.ConfigException]
    /// @param stopped whether it is to be given up
    /// @throws java.util.concurrent.CancellationException when it was given up
    public static Server start(ReadConfig read, Supplier<ReadConfig> source, BooleanSupplier stopped)
            throws IOException {
        return new Server(read, source, stopped);
    }

    /// Does everything that a start does, short of listening and of changing anything.
    ///
    /// @return what is wrong, and what would be logged as a warning
    public static StartCheck check(ReadConfig config) {
        return StartCheck.of(config);
    }

    private ServiceWatch watch() {
        return ServiceWatch.of(
                config,
                store.records(),
                sharing.changes(),
                sharing.node(),
                secrets.box(),
                broker,
                events,
                preparation::instances,
                clock);
    }

    private void startMaintenance(ListenerCertificates materials) {
        closing.add(MaintenanceTasks.start(
                List.of(events::flush, audit::flush, watch::look),
                List.of(certificates::look, accessFiles::look, expiry::look, materials::renewTickets)));
    }

    private ServiceParts parts(Cloud cloud, BusinessDoor business) {
        return new ServiceParts(
                config,
                clock,
                random,
                cloud,
                broker,
                store,
                sharing.changes(),
                exchanges,
                queues,
                business,
                traces,
                liveTraces,
                events,
                audit,
                live,
                watch,
                signOns);
    }

    private void startAdmin(ServiceParts parts, InstanceDeletion deletions, ListenerCertificates materials)
            throws IOException {
        if (config.admin().port().isOn()) {
            AdminDoor door = closing.add(new AdminDoor(
                    parts,
                    adminKey,
                    deletions,
                    new AdminDoor.Reloads(certificates::reload, this::reload, () -> used.cloud()),
                    new ServiceStatus(clock, begun, broker.stats(), ports),
                    ServiceRoutes.of(parts, new Overview(parts, open, expiry, begun), listeners)));
            door.open(http, materials);
            admin = door;
            closing.add(liveTraces); // before the port that shows them
        }
    }

    private void startApi(Cloud cloud, ListenerCertificates materials) throws IOException {
        ApiConfig api = config.api();
        if (api.port().isOn()) {
            ApiHandler handler =
                    new ApiHandler(cloud, broker, traces, api.quotas().quotas(), clock, audit, answers);
            HttpTls tls = materials.of(api.kind(), api.tls());
            http.open("api", api.bind(), api.port(), " (OpenAPI)", HttpLimits.api(), tls, handler);
        }
    }

    /// The ports in use, by listener name, `metrics`, `admin`, `api` and `cluster.link`. What is off is not there.
    public Map<String, Integer> ports() {
        return Collections.unmodifiableMap(ports);
    }

    /// A line for each address that is listened on, for people.
    public List<String> addresses() {
        return open.addresses();
    }

    /// A host as URLs have it.
    static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /// What to print for whoever starts a new server; empty after the first start.
    ///
    /// @param secrets whether secrets may stand in it: a person reads it, and nothing keeps it
    /// @param arguments with which the service was started, after `serve`
    public Optional<String> firstStartMessage(boolean secrets, List<String> arguments) {
        return preparation.credentials().filter(_ -> preparation.first()).map(credentials -> {
            Optional<ConsoleAccess> console =
                    admin == null ? Optional.empty() : admin.firstAccess(ports.getOrDefault("admin", 0));
            FirstStartMessage message = new FirstStartMessage(credentials, config, console, ports, arguments);
            return secrets ? message.text() : message.summary();
        });
    }

    /// Reads the configuration, certificates, users and rights again. What cannot be used stays as it was, and so does
    /// what needs a restart.
    public FileWatcher.Reloaded reload() {
        return live.reload().and(certificates.reload()).and(accessFiles.reload());
    }

    /// Makes those parts of a configuration hold that may change while the server runs.
    private void use(ServerConfig changed) {
        DataFolderSetup.applyLimits(preparation.metadata(), changed); // first, since it may fail
        broker.limits(changed.broker());
        queues.limits(changed.amqp().queues());
        events.limit(changed.log().linesPerSecond(), changed.log().ofConnects());
        LogSetup.change(used.log(), changed.log());
        used = changed;
        if (admin != null) {
            admin.use(changed.admin());
        }
    }

    /// Lets nobody in any more, says goodbye to everybody, waits for acknowledgements on their way as long as
    /// configured, and closes everything.
    @Override
    public void close() {
        if (phase == Phase.STOPPING) {
            return;
        }
        phase = Phase.STOPPING;
        LOG.log(Level.INFO, "stopping: {0}", Farewell.connections(broker));
        listeners.close();
        Duration most = config.broker().drainTimeout().plus(DRAIN_GRACE);
        ClusterMembership cluster = sharing.cluster();
        if (cluster != null) {
            cluster.leave(most.plus(HANDING_OVER));
        }
        Farewell.say(broker, most, cluster == null ? ReasonCode.SERVER_SHUTTING_DOWN : ReasonCode.USE_ANOTHER_SERVER);
        closing.close();
        LOG.log(Level.INFO, "stopped");
    }

    /// The version of the program, or `development` outside a built jar.
    public static String version() {
        String version = Server.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
