package io.hongyan.server.admin;

import io.hongyan.broker.Broker;
import io.hongyan.broker.ClientInfo;
import io.hongyan.broker.ClientQuery;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.topic.GroupIds;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.Version;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.server.admin.describe.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The clients of an instance, as an administrator sees them.
final class ClientRoutes {
    private static final int BROKER_SECONDS = 10;
    private static final String AFTER = "after";

    private final Metadata metadata;
    private final Broker broker;

    ClientRoutes(Metadata metadata, Broker broker) {
        this.metadata = metadata;
        this.broker = broker;
    }

    List<AdminRoute> routes() {
        return List.of(AdminRoute.look("GET", "/instances/{instance}/clients", this::clients));
    }

    private Map<String, ?> clients(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        ClientQuery wanted = query(request.query());
        if (wanted == null) {
            return Map.of("clients", List.of());
        }
        List<ClientInfo> found = await(broker.oversight().clients(instance, wanted));
        Map<String, Object> answer = AdminApi.ordered(
                "clients", found.stream().map(ClientRoutes::view).toList());
        if (found.size() == wanted.most()) {
            answer.put(AFTER, found.getLast().clientId());
        }
        return answer;
    }

    /// @return null when no client can be both of the group and of that prefix
    private static @Nullable ClientQuery query(Query asked) {
        String group = asked.text("group");
        String ofGroup = group.isEmpty() ? "" : group + GroupIds.SEPARATOR;
        String prefix = asked.text("prefix");
        if (!prefix.startsWith(ofGroup) && !ofGroup.startsWith(prefix)) {
            return null;
        }
        String address = asked.text("address");
        return new ClientQuery(
                asked.text(AFTER),
                (int) asked.number("limit"),
                prefix.length() > ofGroup.length() ? prefix : ofGroup,
                address.isEmpty() ? null : TraceRoutes.address(address),
                FormFields.choice("state", asked.text("state"), ClientQuery.Presence.class));
    }

    static Map<String, Object> view(ClientInfo client) {
        return AdminApi.ordered(
                "clientId", client.clientId(),
                "user", client.user(),
                "connected", client.connected(),
                "version", client.version() == null ? "unknown" : number(client.version()),
                "address", client.address(),
                "subscriptions", client.subscriptions(),
                "queued", client.queued());
    }

    static TopicFilter filter(String text) {
        try {
            return TopicFilter.parse(text);
        } catch (ProtocolException e) {
            throw AdminRefusal.badRequest("filter: " + e.getMessage());
        }
    }

    /// A time at which a message expires, or `never`.
    static String expiry(long millis) {
        return millis == Message.NEVER ? "never" : Instant.ofEpochMilli(millis).toString();
    }

    static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(BROKER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            throw AdminRefusal.unavailable(
                    "the broker did not answer within " + BROKER_SECONDS + " seconds; try again, or look at /health");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException unreadable) {
                throw AdminRefusal.unavailable("the store does not answer: " + unreadable.getMessage());
            }
            throw new IllegalStateException("the broker did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// As the standards are called: `3.1`, `3.1.1`, `5.0`.
    private static String number(Version version) {
        return switch (version) {
            case MQTT_3_1 -> "3.1";
            case MQTT_3_1_1 -> "3.1.1";
            case MQTT_5 -> "5.0";
        };
    }
}
