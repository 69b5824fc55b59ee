package io.hongyan.server.admin;

import io.hongyan.broker.Broker;
import io.hongyan.broker.ClientConnectionInfo;
import io.hongyan.broker.ClientDetail;
import io.hongyan.broker.WaitingMessage;
import io.hongyan.cloud.Kicks;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.topic.TopicFilter;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What an administrator sees of one client and its session, and does with them.
final class SessionRoutes {
    private static final String CLIENT = "/instances/{instance}/clients/{client}";
    private static final String WHY = "by an administrator";

    private final Metadata metadata;
    private final Kicks kicks;
    private final Broker broker;

    SessionRoutes(Metadata metadata, Kicks kicks, Broker broker) {
        this.metadata = metadata;
        this.kicks = kicks;
        this.broker = broker;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", CLIENT, this::client),
                AdminRoute.look("GET", CLIENT + "/messages", this::messages),
                AdminRoute.operate("DELETE", CLIENT, this::disconnect),
                AdminRoute.operate("DELETE", CLIENT + "/subscription", this::unsubscribe),
                AdminRoute.operate("DELETE", "/instances/{instance}/sessions/{client}", this::endSession));
    }

    private Map<String, ?> client(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        ClientDetail detail = ClientRoutes.await(broker.client(instance, request.name("client")))
                .orElseThrow(() -> missing(request));
        Map<String, Object> view = ClientRoutes.view(detail.client());
        ClientConnectionInfo connection = detail.connection();
        if (connection != null) {
            view.putAll(view(connection));
        }
        view.put("sessionExpirySeconds", detail.expirySeconds());
        view.put("inFlight", detail.inFlight());
        view.put("inFlightMost", detail.inFlightMost());
        view.put("queuedBytes", detail.queuedBytes());
        ClientDetail.WillInfo will = detail.will();
        if (will != null) {
            view.put(
                    "will",
                    AdminApi.ordered(
                            "topic", will.topic(),
                            "qos", will.qos().level(),
                            "retain", will.retain(),
                            "bytes", will.bytes(),
                            "delaySeconds", will.delaySeconds()));
        }
        view.put("filters", detail.filters().stream().map(SessionRoutes::view).toList());
        return view;
    }

    private static AdminRefusal missing(AdminRequest request) {
        return AdminRefusal.notFound(
                "there is no client " + request.name("client") + " in " + request.name("instance"));
    }

    private static Map<String, Object> view(ClientConnectionInfo connection) {
        Map<String, Object> view = AdminApi.ordered(
                "listener", connection.listener(),
                "connectedAt", Instant.ofEpochMilli(connection.openedAt()).toString(),
                "keepAliveSeconds", connection.keepAliveSeconds(),
                "cleanStart", connection.cleanStart(),
                "traffic", view(connection.traffic()));
        if (connection.tls() != null) {
            Map<String, Object> tls = AdminApi.ordered(
                    "protocol", connection.tls().protocol(),
                    "cipher", connection.tls().cipher());
            if (connection.subject() != null) {
                tls.put("subject", connection.subject());
            }
            view.put("tls", tls);
        }
        return view;
    }

    private static Map<String, Object> view(ClientConnectionInfo.Traffic traffic) {
        return AdminApi.ordered(
                "messagesReceived", traffic.messagesReceived(),
                "bytesReceived", traffic.bytesReceived(),
                "messagesSent", traffic.messagesSent(),
                "bytesSent", traffic.bytesSent());
    }

    private static Map<String, Object> view(ClientDetail.Filter filter) {
        return AdminApi.ordered(
                "filter", filter.filter(),
                "qos", filter.qos().level(),
                "noLocal", filter.noLocal(),
                "retainAsPublished", filter.retainAsPublished(),
                "subscriptionId", filter.subscriptionId());
    }

    private Map<String, ?> messages(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        int limit = (int) request.query().number("limit");
        return Map.of(
                "messages",
                ClientRoutes.await(broker.oversight().waiting(instance, request.name("client"), limit))
                        .orElseThrow(() -> missing(request))
                        .stream()
                        .map(SessionRoutes::view)
                        .toList());
    }

    private static Map<String, Object> view(WaitingMessage message) {
        Map<String, Object> view =
                AdminApi.ordered("topic", message.topic(), "qos", message.qos().level(), "bytes", message.bytes());
        if (message.id() != null) {
            view.put("messageId", message.id().toString());
        }
        view.put("expires", ClientRoutes.expiry(message.expiresAt()));
        return view;
    }

    private Map<String, ?> disconnect(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        String client = request.name("client");
        if (!ClientRoutes.await(kicks.disconnect(broker, instance, client, WHY))) {
            throw AdminRefusal.notFound("client " + client + " is not connected to " + instance);
        }
        return Map.of();
    }

    private Map<String, ?> endSession(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        if (!ClientRoutes.await(broker.oversight()
                .endSession(instance, request.name("client"), ReasonCode.ADMINISTRATIVE_ACTION, WHY))) {
            throw missing(request);
        }
        return Map.of();
    }

    private Map<String, ?> unsubscribe(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        String client = request.name("client");
        String text = request.query().text("filter");
        TopicFilter filter = ClientRoutes.filter(text);
        if (!ClientRoutes.await(broker.oversight().unsubscribe(instance, client, filter))) {
            throw AdminRefusal.notFound("client " + client + " in " + instance + " has no subscription " + text);
        }
        return Map.of();
    }
}
