package io.hongyan.server.admin;

import io.hongyan.amqp.connection.AmqpServer;
import io.hongyan.amqp.queue.Queues;
import io.hongyan.auth.ScramSecret;
import io.hongyan.broker.Broker;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.TraceMode;
import io.hongyan.cloud.secret.TemporaryKeys;
import io.hongyan.cloud.token.TokenType;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.exchange.Exchanges;
import io.hongyan.server.admin.describe.Operations;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.trace.LiveTraces;
import io.hongyan.server.watch.FileWatcher;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/// What an administrator can do, as `docs/admin.md` lists it.
public final class AdminApi {
    private static final int BROKER_SECONDS = 10;

    private final Cloud cloud;
    private final Metadata metadata;
    private final Tokens tokens;
    private final TemporaryKeys temporaryKeys;
    private final CertificateRoutes certificateRoutes;
    private final Broker broker;
    private final InstanceDeletion deletions;
    private final Supplier<FileWatcher.Reloaded> certificates;
    private final Supplier<FileWatcher.Reloaded> files;
    private final Supplier<CloudLimits> limits;
    private final Clock clock;
    private final Supplier<Map<String, Object>> status;
    private final Function<Path, Map<String, Object>> backup;
    private final ExchangeControl exchange;
    private final Queues queues;
    private final AmqpServer amqp;
    private final LiveTraces live;
    private final SecureRandom random = new SecureRandom();

    /// @param backup makes a copy of the data folder, and answers where it is, and what it lacks
    /// @param limits those that the configuration gives to instances with profile cloud, now
    public AdminApi(
            Cloud cloud,
            CertificateRoutes certificateRoutes,
            Broker broker,
            InstanceDeletion deletions,
            Supplier<FileWatcher.Reloaded> certificates,
            Supplier<FileWatcher.Reloaded> files,
            Supplier<CloudLimits> limits,
            Clock clock,
            Supplier<Map<String, Object>> status,
            Function<Path, Map<String, Object>> backup,
            Exchanges exchanges,
            Queues queues,
            AmqpServer amqp,
            LiveTraces traces) {
        this.cloud = cloud;
        this.metadata = cloud.metadata();
        this.tokens = cloud.tokens();
        this.temporaryKeys = cloud.temporaryKeys();
        this.certificateRoutes = certificateRoutes;
        this.broker = broker;
        this.deletions = deletions;
        this.certificates = certificates;
        this.files = files;
        this.limits = limits;
        this.clock = clock;
        this.status = status;
        this.backup = backup;
        this.exchange = ExchangeControl.of(exchanges);
        this.queues = queues;
        this.amqp = amqp;
        this.live = traces;
    }

    /// Who answers requests of those holders.
    ///
    /// @param login the way in for those who show no key
    /// @param version of the service
    /// @param more of parts that the service has for itself
    public AdminHandler handler(
            List<AdminHolder> holders, AdminLogin login, List<AdminRoute> more, AuditLog audit, String version) {
        List<AdminRoute> routes = new ArrayList<>(List.of(
                AdminRoute.look("GET", "/status", _ -> status.get()),
                AdminRoute.operate("POST", "/reload-tls", _ -> told(certificates.get())),
                AdminRoute.operate("POST", "/reload", _ -> told(files.get())),
                AdminRoute.operate("POST", "/backup", this::backup),
                AdminRoute.look("GET", "/instances", this::instances).everybody(),
                AdminRoute.administer("POST", "/instances", this::createInstance),
                AdminRoute.administer("DELETE", "/instances/{instance}", this::deleteInstance),
                AdminRoute.administer("POST", "/instances/{instance}/traces", this::traces),
                AdminRoute.look("GET", "/instances/{instance}/users", this::users),
                AdminRoute.administer("POST", "/instances/{instance}/users", this::putUser),
                AdminRoute.administer("DELETE", "/instances/{instance}/users/{name}", this::deleteUser),
                AdminRoute.administer("POST", "/instances/{instance}/tokens", this::applyToken),
                AdminRoute.look("POST", "/instances/{instance}/tokens/query", this::queryToken),
                AdminRoute.operate("POST", "/instances/{instance}/tokens/revoke", this::revokeToken)));
        routes.addAll(new ResourceRoutes(metadata, queues).routes());
        routes.addAll(new KeyRoutes(metadata, temporaryKeys, random).routes());
        routes.addAll(certificateRoutes.routes());
        routes.addAll(new ClientRoutes(metadata, broker).routes());
        routes.addAll(new SessionRoutes(metadata, broker).routes());
        routes.addAll(new SubscriptionRoutes(cloud, broker).routes());
        routes.addAll(new RetainedRoutes(metadata, broker).routes());
        routes.addAll(new PublishRoutes(cloud, broker).routes());
        routes.addAll(new BlacklistRoutes(metadata, cloud.custom().blacklist()).routes());
        routes.addAll(new RuleRoutes(metadata, exchange).routes());
        routes.addAll(new ConnectionRoutes(metadata, exchange).routes());
        routes.addAll(new QueueRoutes(metadata, queues).routes());
        routes.addAll(new AmqpRoutes(metadata, amqp).routes());
        routes.addAll(new TraceRoutes(metadata, live).routes());
        routes.addAll(more);
        routes.add(AdminRoute.look("GET", "/openapi.json", _ -> ApiDescription.of(routes, version))
                .everybody());
        return new AdminHandler(holders, login, routes, Operations::known, audit);
    }

    /// A reload that left something as it was is a refusal, which names all files and reasons.
    private static Map<String, ?> told(FileWatcher.Reloaded reloaded) {
        if (!reloaded.refused().isEmpty()) {
            StringBuilder message = new StringBuilder();
            reloaded.refused()
                    .forEach((what, why) -> message.append(message.isEmpty() ? "" : "; ")
                            .append(FileWatcher.Reloaded.unchanged(what))
                            .append(": ")
                            .append(why));
            if (!reloaded.read().isEmpty()) {
                message.append("; what could be used was read again: ").append(String.join(", ", reloaded.read()));
            }
            reloaded.notes().forEach(note -> message.append("; warning: ").append(note));
            throw AdminRefusal.unusable(message.toString());
        }
        return reloaded.notes().isEmpty()
                ? Map.of("reloaded", reloaded.read())
                : ordered("reloaded", reloaded.read(), "warnings", reloaded.notes());
    }

    private Map<String, ?> backup(AdminRequest request) {
        String folder = request.body().text("folder");
        try {
            return backup.apply(Path.of(folder));
        } catch (InvalidPathException e) {
            throw AdminRefusal.badRequest(String.valueOf(e.getMessage()));
        } catch (DataFolderException | StoreException e) {
            throw AdminRefusal.unusable(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, ?> instances(AdminRequest request) {
        return Map.of(
                "instances",
                metadata.snapshot().instances().stream()
                        .filter(each -> request.caller().sees(each.id()))
                        .map(AdminApi::view)
                        .toList());
    }

    static Map<String, Object> view(CloudInstance instance) {
        return ordered(
                "id",
                instance.id(),
                "profile",
                lower(instance.profile()),
                "state",
                instance.suspended() ? "suspended" : "running",
                "traces",
                lower(instance.traces()),
                "tls",
                instance.twoWayTls() ? "two-way" : "one-way");
    }

    private Map<String, ?> createInstance(AdminRequest request) {
        String id = request.body().text("id");
        String profile = request.body().optionalText("profile").orElse("cloud");
        Profile made = profile(profile);
        CloudLimits own = made == Profile.CLOUD ? limits.get() : CloudLimits.defaults(made);
        changing(() -> metadata.createInstance(id, made, own));
        return ordered("id", id, "profile", profile);
    }

    private static Profile profile(String name) {
        return switch (name) {
            case "cloud" -> Profile.CLOUD;
            case "open" -> Profile.OPEN;
            default -> throw AdminRefusal.badRequest("profile is cloud or open, not " + name);
        };
    }

    private Map<String, ?> deleteInstance(AdminRequest request) {
        String id = request.name("instance");
        CompletableFuture<Void> deletion = changed(() -> deletions.delete(id));
        try {
            deletion.get(BROKER_SECONDS, TimeUnit.SECONDS);
            return Map.of();
        } catch (TimeoutException _) {
            return Map.of("deleting", true);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DataFolderException || e.getCause() instanceof StoreException) {
                throw AdminRefusal.unsaved("the instance is closed, but not deleted completely: "
                        + e.getCause().getMessage() + "; ask again, or start again");
            }
            throw new IllegalStateException("the instance is not deleted completely", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Map<String, ?> traces(AdminRequest request) {
        TraceMode mode = FormFields.choice("mode", request.body().text("mode"), TraceMode.class);
        changing(() -> metadata.traces(request.name("instance"), mode));
        return Map.of();
    }

    private Map<String, ?> users(AdminRequest request) {
        return Map.of(
                "users",
                instance(request).users().stream().map(PasswordUser::name).toList());
    }

    private Map<String, ?> putUser(AdminRequest request) {
        String instance = instance(
                        metadata, request, Profile.OPEN, "users", "clients log in with an AccessKey or a token")
                .id();
        String name = request.body().text("name");
        String hash = request.body().text("hash");
        ScramSecret scram =
                request.body().optionalText("scram").map(AdminApi::scram).orElse(null);
        changing(() -> metadata.putUser(instance, new PasswordUser(name, hash, scram)));
        return Map.of();
    }

    private static ScramSecret scram(String text) {
        try {
            return ScramSecret.parse(text);
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest("scram: " + e.getMessage());
        }
    }

    private Map<String, ?> deleteUser(AdminRequest request) {
        String name = request.name("name");
        changing(() -> metadata.deleteUser(request.name("instance"), name));
        // Another person may get the name. Connected clients are disconnected by the cloud layer.
        var _ = broker.endAbsentSessions(request.name("instance"), name, "its user was deleted");
        return Map.of();
    }

    private Map<String, ?> applyToken(AdminRequest request) {
        String actions = request.body().text("actions");
        TokenType type = TokenType.ofActions(actions);
        if (type == null) {
            throw AdminRefusal.badRequest("actions is R, W or R,W, not " + actions);
        }
        long seconds = request.body().number("expireSeconds");
        if (seconds < 60 || seconds > 2_592_000) {
            throw AdminRefusal.badRequest("expireSeconds is 60 to 2592000, not " + seconds);
        }
        return switch (tokens.apply(
                request.body().text("accessKey"),
                instance(request).id(),
                request.body().texts("resources"),
                type,
                clock.wallMillis() + seconds * 1000)) {
            case Tokens.Issue.Issued issued -> ordered("token", issued.text(), "expireTime", issued.expiresAt());
            case Tokens.Issue.Refused refused -> throw AdminRefusal.badRequest(refused.why());
        };
    }

    private Map<String, ?> queryToken(AdminRequest request) {
        String instance = instance(request).id();
        return Map.of(
                "valid",
                switch (tokens.query(request.body().text("token"))) {
                    case Tokens.Check.Good good -> good.token().instance().equals(instance);
                    case Tokens.Check.Bad _ -> false;
                });
    }

    private Map<String, ?> revokeToken(AdminRequest request) {
        String instance = instance(request).id();
        changed(() -> tokens.revoke(instance, request.body().text("token"))).ifPresent(fault -> {
            throw AdminRefusal.badRequest("the token cannot be revoked: " + lower(fault));
        });
        return Map.of();
    }

    private CloudInstance instance(AdminRequest request) {
        return instance(metadata, request);
    }

    static CloudInstance instance(Metadata metadata, AdminRequest request) {
        String id = request.name("instance");
        return metadata.snapshot().instance(id).orElseThrow(() -> AdminRefusal.notFound("there is no instance " + id));
    }

    /// The instance of a request, unless the thing that it is about has no effect there.
    ///
    /// @param so what holds in the other profile instead
    static CloudInstance instance(Metadata metadata, AdminRequest request, Profile profile, String what, String so) {
        CloudInstance instance = instance(metadata, request);
        if (instance.profile() != profile) {
            throw AdminRefusal.conflict("instance " + instance.id() + " has profile " + lower(instance.profile())
                    + ", in which there are no " + what + ": " + so);
        }
        return instance;
    }

    static void changing(Runnable change) {
        changed(() -> {
            change.run();
            return true;
        });
    }

    static <T> T changed(Supplier<T> change) {
        try {
            return change.get();
        } catch (MetadataException e) {
            String message = String.valueOf(e.getMessage());
            throw switch (e.kind()) {
                case INVALID -> AdminRefusal.badRequest(message);
                case MISSING -> AdminRefusal.notFound(message);
                case EXISTS, LIMIT -> AdminRefusal.conflict(message);
            };
        } catch (DataFolderException e) {
            throw AdminRefusal.unsaved("nothing is changed: " + e.getMessage());
        }
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// A map in the order of its arguments: key, value, key, value.
    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
