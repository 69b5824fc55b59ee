package io.hongyan.server.admin;

import io.hongyan.amqp.connection.AmqpServer;
import io.hongyan.amqp.queue.Queues;
import io.hongyan.broker.Broker;
import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.exchange.Exchanges;
import io.hongyan.server.admin.describe.Operations;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.trace.LiveTraces;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// What an administrator can do, as `docs/admin.md` lists it.
public final class AdminApi {
    private final List<AdminRoute> routes = new ArrayList<>();

    /// @param limits those that the configuration gives to instances with profile cloud, now
    public AdminApi(
            Cloud cloud,
            CertificateRoutes certificates,
            Broker broker,
            InstanceDeletion deletions,
            Supplier<CloudLimits> limits,
            Clock clock,
            Exchanges exchanges,
            Queues queues,
            AmqpServer amqp,
            LiveTraces traces,
            UpkeepRoutes upkeep) {
        Metadata metadata = cloud.metadata();
        ExchangeControl exchange = ExchangeControl.of(exchanges);
        SecureRandom random = new SecureRandom();
        routes.addAll(upkeep.routes());
        routes.addAll(new InstanceListRoutes(metadata, deletions, limits).routes());
        routes.addAll(new UserRoutes(metadata, broker).routes());
        routes.addAll(new TokenRoutes(metadata, cloud.tokens(), clock).routes());
        routes.addAll(new ResourceRoutes(metadata, queues).routes());
        routes.addAll(new KeyRoutes(metadata, cloud.temporaryKeys(), random).routes());
        routes.addAll(certificates.routes());
        routes.addAll(new ClientRoutes(metadata, broker).routes());
        routes.addAll(new SessionRoutes(metadata, cloud.kicks(), broker).routes());
        routes.addAll(new RightsRoutes(metadata, broker).routes());
        routes.addAll(new SubscriptionRoutes(cloud, broker).routes());
        routes.addAll(new RetainedRoutes(metadata, broker).routes());
        routes.addAll(new PublishRoutes(cloud, broker).routes());
        routes.addAll(new BlacklistRoutes(metadata, cloud.custom().blacklist()).routes());
        routes.addAll(new CredentialRoutes(metadata, cloud.devices()).routes());
        routes.addAll(new IdentityRoutes(metadata, cloud.custom().accounts(), random).routes());
        routes.addAll(new PermissionRoutes(metadata, cloud.custom().permissions()).routes());
        routes.addAll(new RuleRoutes(metadata, exchange).routes());
        routes.addAll(new ConnectionRoutes(metadata, exchange).routes());
        routes.addAll(new QueueRoutes(metadata, queues).routes());
        routes.addAll(new AmqpRoutes(metadata, amqp).routes());
        routes.addAll(new TraceRoutes(metadata, traces).routes());
    }

    /// Who answers requests of those holders.
    ///
    /// @param login the way in for those who show no key
    /// @param version of the service
    /// @param more of parts that the service has for itself
    public AdminHandler handler(
            List<AdminHolder> holders, AdminLogin login, List<AdminRoute> more, AuditLog audit, String version) {
        List<AdminRoute> all = new ArrayList<>(routes);
        all.addAll(more);
        all.add(AdminRoute.look("GET", "/openapi.json", _ -> ApiDescription.of(all, version))
                .everybody());
        return new AdminHandler(holders, login, all, Operations::known, audit);
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
                case UNAVAILABLE -> AdminRefusal.unavailable(message);
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
