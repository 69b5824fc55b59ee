package io.hongyan.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.Broker;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.config.ProtocolLimits;
import io.hongyan.broker.message.PublishResult;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.cloud.Cloud;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Messages that an administrator publishes.
final class PublishRoutes {
    private static final String TOPIC = "topic";
    private static final String PAYLOAD = "payload";
    private static final String BASE64 = "payloadBase64";

    private final Cloud cloud;
    private final Broker broker;

    PublishRoutes(Cloud cloud, Broker broker) {
        this.cloud = cloud;
        this.broker = broker;
    }

    List<AdminRoute> routes() {
        return List.of(AdminRoute.operate("POST", "/instances/{instance}/publish", this::publish));
    }

    private Map<String, ?> publish(AdminRequest request) {
        String instance = AdminApi.instance(cloud.metadata(), request).id();
        FormFields form = new FormFields(request.body());
        Topic topic = SubscriptionRoutes.topic(request.body().text(TOPIC));
        ServerMessage message = new ServerMessage(
                topic,
                null,
                payload(form),
                QoS.of((int) form.number("qos", 1)),
                form.truth("retain", false),
                Properties.NONE,
                null,
                true,
                true);
        check(message);
        String why = cloud.refusal(instance, message);
        ClientPolicy policy = cloud.authenticator().policy(instance);
        if (why != null || policy == null) {
            throw AdminRefusal.badRequest(why == null ? "the instance was deleted" : why);
        }
        PublishResult result = ClientRoutes.await(broker.publish(instance, policy, message));
        if (result.refused() != null) {
            throw AdminRefusal.unavailable("the message was not accepted: " + result.refused());
        }
        return AdminApi.ordered("messageId", String.valueOf(result.id()), "matched", result.receivers());
    }

    private static byte[] payload(FormFields form) {
        if (form.has(PAYLOAD) == form.has(BASE64)) {
            throw AdminRefusal.badRequest("a message has either payload, a text, or payloadBase64");
        }
        if (form.has(PAYLOAD)) {
            return form.text(PAYLOAD, "").getBytes(UTF_8);
        }
        try {
            return Base64.getDecoder().decode(form.text(BASE64, ""));
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest("payloadBase64 is no Base64: " + e.getMessage());
        }
    }

    /// What a client would be refused, too, whatever its instance.
    private void check(ServerMessage message) {
        ProtocolLimits limits = broker.protocol();
        if (message.address().levelCount() > limits.maxTopicLevels()) {
            throw AdminRefusal.badRequest("a topic of " + message.address().levelCount() + " levels; the limit is "
                    + limits.maxTopicLevels());
        }
        if (message.qos().compareTo(limits.maxQoS()) > 0) {
            throw AdminRefusal.badRequest("QoS " + message.qos().level() + " is not served");
        }
        if (message.retain() && !limits.retainAvailable()) {
            throw AdminRefusal.badRequest("retained messages are not served");
        }
    }
}
