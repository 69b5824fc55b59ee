package io.hongyan.server;

import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.server.admin.AdminApi;
import io.hongyan.server.admin.AdminHandler;
import io.hongyan.server.admin.AdminHolder;
import io.hongyan.server.admin.AdminRoute;
import io.hongyan.server.admin.CertificateRoutes;
import io.hongyan.server.admin.InstanceDeletion;
import io.hongyan.server.admin.UpkeepRoutes;
import io.hongyan.server.config.AdminConfig;
import io.hongyan.server.config.OidcConfig;
import io.hongyan.server.config.StoreConfig;
import io.hongyan.server.console.Accounts;
import io.hongyan.server.console.Console;
import io.hongyan.server.console.FirstAccount;
import io.hongyan.server.console.oidc.SingleSignOn;
import io.hongyan.server.data.Backup;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.http.Handler;
import io.hongyan.server.http.HttpLimits;
import io.hongyan.server.http.HttpTls;
import io.hongyan.server.watch.FileWatcher;
import io.hongyan.store.rocksdb.RocksDbStore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where `hongyan admin` asks.
final class AdminDoor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AdminDoor.class.getName());

    private final ServiceParts parts;
    private final String key;
    private final AdminHandler handler;
    private final FirstAccount first;
    private final Console console;
    private final @Nullable SingleSignOn signOn;

    /// @param key of the administration
    /// @param deletions of instances
    /// @param reloads what can be read again
    /// @param more routes to the server's own parts
    /// @param status what the service is doing, for `hongyan admin status`
    AdminDoor(
            ServiceParts parts,
            String key,
            InstanceDeletion deletions,
            Reloads reloads,
            Supplier<Map<String, Object>> status,
            List<AdminRoute> more) {
        this.parts = parts;
        this.key = key;
        Cloud cloud = parts.cloud();
        AdminApi api = new AdminApi(
                cloud,
                new CertificateRoutes(
                        cloud.metadata(),
                        cloud.certificates(),
                        !ListenerLogins.registered(parts.config()).isEmpty()),
                parts.broker(),
                deletions,
                reloads.limits(),
                parts.clock(),
                parts.exchanges(),
                parts.queues(),
                parts.business().amqp(),
                parts.live(),
                new UpkeepRoutes(status, reloads.certificates(), reloads.all(), this::backup));
        Accounts accounts = new Accounts(parts.store().records(), parts.changes(), parts.clock(), parts.random());
        first = new FirstAccount(accounts, Path.of(parts.config().data()));
        signOn = signOn(parts);
        console = new Console(accounts, signOn, parts.clock(), parts.random());
        List<AdminRoute> routes = new ArrayList<>(console.routes());
        routes.addAll(more);
        handler = api.handler(
                AdminHolder.of(parts.config().admin(), key), console.login(), routes, parts.audit(), Server.version());
    }

    private static @Nullable SingleSignOn signOn(ServiceParts parts) {
        OidcConfig config = parts.config().console().oidc();
        if (!config.isOn()) {
            return null;
        }
        SignOnFiles files = SignOnFiles.of(parts.config()).check();
        return new SingleSignOn(config, files.secret(), files.tls(), parts.signOns(), parts.clock(), parts.random());
    }

    /// What can be read again while the service runs, and the limits of instances as they were read last.
    record Reloads(
            Supplier<FileWatcher.Reloaded> certificates,
            Supplier<FileWatcher.Reloaded> all,
            Supplier<CloudLimits> limits) {}

    /// Opens the port.
    ///
    /// @throws IOException when it cannot be opened
    void open(HttpPorts http, ListenerCertificates materials) throws IOException {
        AdminConfig place = parts.config().admin();
        HttpTls tls = materials.of(place.kind(), place.tls());
        Handler all = console.handler(handler, parts.audit(), Server.version(), tls != null);
        http.open("admin", place.bind(), place.port(), " (admin)", HttpLimits.defaults(), tls, all);
        parts.live().from(parts.broker()::watch);
    }

    /// Makes the first account of the console, unless there is one. The last step of a start: one that fails must leave
    /// no row in the store of a folder whose metadata it takes back.
    void makeFirstAccount() {
        first.makeIfMissing();
    }

    /// How to get into the console by the account that this start made; empty when there were accounts, or this build
    /// has no pages.
    ///
    /// @param port on which it listens
    Optional<ConsoleAccess> firstAccess(int port) {
        return first.password()
                .filter(_ -> Console.hasPages())
                .map(password ->
                        new ConsoleAccess(ConsoleAccess.url(parts.config().admin(), port), password, first.file()));
    }

    /// Other keys count from now on.
    void use(AdminConfig changed) {
        handler.holders(AdminHolder.of(changed, key));
    }

    /// Asks the OpenID provider nothing more.
    @Override
    public void close() {
        if (signOn != null) {
            signOn.close();
        }
    }

    private Map<String, Object> backup(Path target) {
        if (parts.config().store().engine() == StoreConfig.Engine.CASSANDRA) {
            String keySpace = parts.config().store().cassandra().keySpace();
            throw new DataFolderException("sessions and messages are in key space " + keySpace
                    + " of Cassandra, which has its own tools for copies (nodetool snapshot): see docs/cluster.md");
        }
        Backup.write(
                Path.of(parts.config().data()), parts.store() instanceof RocksDbStore durable ? durable : null, target);
        LOG.log(Level.INFO, "a copy of the data folder is in {0}", target);
        return BackupAnswer.of(parts.config(), target);
    }
}
