package io.hongyan.server.admin;

import io.hongyan.amqp.connection.AmqpServer;
import io.hongyan.amqp.connection.ConnectionStatus;
import io.hongyan.cloud.metadata.Metadata;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What an administrator sees of the connections of business systems, and how one is closed.
final class AmqpRoutes {
    private final Metadata metadata;
    private final AmqpServer amqp;

    AmqpRoutes(Metadata metadata, AmqpServer amqp) {
        this.metadata = metadata;
        this.amqp = amqp;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", "/instances/{instance}/amqp-connections", this::list),
                AdminRoute.operate("DELETE", "/instances/{instance}/amqp-connections/{connection}", this::close));
    }

    private Map<String, ?> list(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        int limit = (int) request.query().number("limit");
        long after = request.query().number("after");
        return Map.of(
                "connections",
                ClientRoutes.await(amqp.connections(instance, after, limit)).stream()
                        .map(AmqpRoutes::view)
                        .toList());
    }

    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw AdminRefusal.badRequest("a connection of AMQP is named by its id, a number, not " + text);
        }
    }

    private static Map<String, Object> view(ConnectionStatus connection) {
        return AdminApi.ordered(
                "id", connection.id(),
                "account", connection.account(),
                "kind", AdminApi.lower(connection.kind()).replace('_', '-'),
                "address", connection.address(),
                "listener", connection.listener(),
                "since", Instant.ofEpochMilli(connection.since()).toString(),
                "channels", connection.channels(),
                "consumers", connection.consumers(),
                "queues", connection.queues(),
                "unacknowledged", connection.unacknowledged(),
                "published", connection.published());
    }

    private Map<String, ?> close(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        long id = id(request.name("connection"));
        if (!ClientRoutes.await(amqp.closeConnection(instance, id, "closed by an administrator"))) {
            throw AdminRefusal.notFound("there is no connection " + id + " of AMQP to " + instance);
        }
        return Map.of();
    }
}
