package io.hongyan.server.admin;

import io.hongyan.broker.Broker;
import io.hongyan.broker.RetainedInfo;
import io.hongyan.broker.message.Message;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// What an administrator sees of retained messages, and forgets of them.
final class RetainedRoutes {
    private static final String ONE = "/instances/{instance}/retained-message";
    private static final int MOST_BYTES = 64 << 10;

    private final Metadata metadata;
    private final Broker broker;

    RetainedRoutes(Metadata metadata, Broker broker) {
        this.metadata = metadata;
        this.broker = broker;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", "/instances/{instance}/retained", this::retained),
                AdminRoute.look("GET", ONE, this::message),
                AdminRoute.operate("DELETE", ONE, this::remove));
    }

    private Map<String, ?> retained(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        int limit = (int) request.query().number("limit");
        String after = request.query().text("after");
        List<RetainedInfo> found = broker.oversight()
                .retained(
                        instance,
                        ClientRoutes.filter(request.query().text("filter")),
                        after.isEmpty() ? null : SubscriptionRoutes.topic(after),
                        limit);
        Map<String, Object> answer = AdminApi.ordered(
                "retained", found.stream().map(RetainedRoutes::view).toList());
        if (found.size() == limit) {
            answer.put("after", found.getLast().topic());
        }
        return answer;
    }

    private static Map<String, Object> view(RetainedInfo message) {
        return AdminApi.ordered(
                "topic", message.topic(),
                "qos", message.qos().level(),
                "bytes", message.bytes(),
                "publisher", message.publisher(),
                "expires", ClientRoutes.expiry(message.expiresAt()));
    }

    private Map<String, ?> message(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        Topic topic = SubscriptionRoutes.topic(request.query().text("topic"));
        return whole(ClientRoutes.await(broker.oversight().retained(instance, topic))
                .orElseThrow(() -> missing(instance, topic)));
    }

    private static AdminRefusal missing(String instance, Topic topic) {
        return AdminRefusal.notFound("nothing is retained of topic " + topic + " in " + instance);
    }

    private static Map<String, Object> whole(Message message) {
        Map<String, Object> view = AdminApi.ordered(
                "topic", message.topic().toString(),
                "qos", message.qos().level(),
                "publisher", message.publisher(),
                "expires", ClientRoutes.expiry(message.expiresAt()));
        String type = message.properties().text(Property.CONTENT_TYPE);
        if (type != null) {
            view.put("contentType", type);
        }
        view.put(
                "userProperties",
                message.properties().userProperties().stream()
                        .map(property -> List.of(property.name(), property.value()))
                        .toList());
        byte[] payload = message.payload();
        boolean fits = payload.length <= MOST_BYTES;
        byte[] shown = fits ? payload : Arrays.copyOf(payload, MOST_BYTES);
        view.put("bytes", payload.length);
        view.put("payloadBase64", Base64.getEncoder().encodeToString(shown));
        view.put("whole", fits);
        return view;
    }

    private Map<String, ?> remove(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        Topic topic = SubscriptionRoutes.topic(request.query().text("topic"));
        if (topic.startsWithDollar()) {
            throw AdminRefusal.badRequest("topics that begin with $ are the server's: " + topic);
        }
        if (!ClientRoutes.await(broker.oversight().removeRetained(instance, topic))) {
            throw missing(instance, topic);
        }
        return Map.of();
    }
}
