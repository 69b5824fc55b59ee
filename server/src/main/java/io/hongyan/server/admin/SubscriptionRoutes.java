package io.hongyan.server.admin;

import io.hongyan.broker.Broker;
import io.hongyan.broker.SubscriberInfo;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.cloud.Cloud;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import java.util.Map;

/// Who gets messages of a topic.
final class SubscriptionRoutes {
    private final Cloud cloud;
    private final Broker broker;

    SubscriptionRoutes(Cloud cloud, Broker broker) {
        this.cloud = cloud;
        this.broker = broker;
    }

    List<AdminRoute> routes() {
        return List.of(AdminRoute.look("GET", "/instances/{instance}/subscriptions", this::subscriptions));
    }

    private Map<String, ?> subscriptions(AdminRequest request) {
        String instance = AdminApi.instance(cloud.metadata(), request).id();
        Topic topic = topic(request.query().text("topic"));
        int limit = (int) request.query().number("limit");
        ClientPolicy policy = cloud.authenticator().policy(instance);
        String only = policy == null ? null : policy.directDelivery().target(topic);
        if (only != null) {
            return AdminApi.ordered("subscriptions", List.of(), "receiver", only);
        }
        List<SubscriberInfo> found = ClientRoutes.await(
                broker.oversight().subscribers(instance, topic, request.query().text("after"), limit));
        Map<String, Object> answer = AdminApi.ordered(
                "subscriptions", found.stream().map(SubscriptionRoutes::view).toList());
        if (found.stream().map(SubscriberInfo::clientId).distinct().count() == limit) {
            answer.put("after", found.getLast().clientId());
        }
        return answer;
    }

    /// The topic that is asked for.
    static Topic topic(String text) {
        try {
            return Topic.of(text);
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest("topic: " + e.getMessage());
        }
    }

    private static Map<String, Object> view(SubscriberInfo each) {
        return AdminApi.ordered(
                "clientId", each.clientId(),
                "filter", each.filter(),
                "qos", each.qos().level(),
                "shared", each.shared());
    }
}
