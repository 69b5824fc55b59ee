package io.hongyan.openapi.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.Broker;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.message.PublishResult;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.cloud.Cloud;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.openapi.action.Answers.Done;
import io.hongyan.openapi.quota.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Clients that are connected, and messages to them.
final class SessionActions {

    private final Cloud cloud;
    private final Broker broker;

    SessionActions(Cloud cloud, Broker broker) {
        this.cloud = cloud;
        this.broker = broker;
    }

    record QuerySession(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The client id", longest = 65_535, example = "CLIENT")
            String clientId) {}

    record Session(boolean onlineStatus) {}

    record BatchQuery(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "1 to 10 client ids", longest = 10, example = "CLIENT")
            List<String> clientIdList) {}

    record Sessions(List<OnlineStatus> onlineStatusList) {}

    record OnlineStatus(String clientId, boolean onlineStatus) {}

    record CloseConnection(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The client id", longest = 65_535, example = "CLIENT")
            String clientId) {}

    record SendMessage(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(
                    value = "The topic; `PARENT/p2p/CLIENTID` for one client, whether it has subscribed or not",
                    longest = 65_535,
                    example = "TopicDefault/p2p/CLIENT")
            String mqttTopic,

            @Parameter(
                    value = "The message. Devices get its UTF-8 bytes; other bytes need a form such as Base64",
                    longest = Limits.LONGEST_PAYLOAD,
                    zero = true,
                    secret = true,
                    example = "hello")
            String payload) {}

    record Sent(String msgId) {}

    List<Action<?, ?>> actions() {
        return List.of(
                Action.looking(
                                "QuerySessionByClientId",
                                "Says whether a client is connected.",
                                QuerySession.class,
                                Session.class,
                                Permission.group("QuerySessionByClientId"),
                                Quota.SINGLE,
                                this::query)
                        .refusing("PermissionCheckFailed"),
                Action.looking(
                                "BatchQuerySessionByClientIds",
                                "Says of up to ten clients whether they are connected.",
                                BatchQuery.class,
                                Sessions.class,
                                Permission.group("BatchQuerySessionByClientIds"),
                                Quota.BATCH,
                                this::batch)
                        .refusing("PermissionCheckFailed"),
                Action.changing(
                                "CloseConnection",
                                "Ends the connection of a client, which may connect again.",
                                CloseConnection.class,
                                Done.class,
                                Permission.group("CloseConnection"),
                                Quota.SINGLE,
                                this::close)
                        .refusing("ClientNotOnline", "PermissionCheckFailed"),
                Action.changing(
                                "SendMessage",
                                "Sends a message to the devices that subscribe to its topic, or to one device (P2P), at QoS"
                                        + " 1. It leaves by no rule.",
                                SendMessage.class,
                                Sent.class,
                                Permission.topic("SendMessage"),
                                Quota.SEND,
                                this::send)
                        .refusing("PermissionCheckFailed"));
    }

    private CompletableFuture<Boolean> online(String instance, String client) {
        return broker.client(instance, client)
                .thenApply(found ->
                        found.filter(detail -> detail.client().connected()).isPresent());
    }

    private Session query(Call call, QuerySession input) {
        ClientIds.check(call, "QuerySessionByClientId", input.instanceId(), input.clientId());
        return new Session(Waiting.on(online(input.instanceId(), input.clientId())));
    }

    private Sessions batch(Call call, BatchQuery input) {
        for (String client : input.clientIdList()) {
            ClientIds.check(call, "BatchQuerySessionByClientIds", input.instanceId(), client);
        }
        List<CompletableFuture<Boolean>> answers = input.clientIdList().stream()
                .map(client -> online(input.instanceId(), client))
                .toList();
        List<OnlineStatus> list = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            list.add(new OnlineStatus(input.clientIdList().get(i), Waiting.on(answers.get(i))));
        }
        return new Sessions(list);
    }

    private Done close(Call call, CloseConnection input) {
        ClientIds.check(call, "CloseConnection", input.instanceId(), input.clientId());
        boolean was = Waiting.on(cloud.kicks()
                .disconnect(
                        broker,
                        input.instanceId(),
                        input.clientId(),
                        "by CloseConnection of AccessKey " + call.account().id()));
        if (!was) {
            throw ApiError.bad("ClientNotOnline", "client " + input.clientId() + " is not connected");
        }
        return Done.done();
    }

    private Sent send(Call call, SendMessage input) {
        String instance = input.instanceId();
        Topic topic = topic(input.mqttTopic());
        String parent = input.mqttTopic().split("/", 2)[0];
        if (!call.account().maySend(instance, parent)) {
            throw ApiError.bad(
                    "PermissionCheckFailed",
                    "AccessKey " + call.account().id() + " has no right mq:SendMessage to parent topic " + parent);
        }
        ServerMessage message = new ServerMessage(
                topic,
                null,
                input.payload().getBytes(UTF_8),
                QoS.AT_LEAST_ONCE,
                false,
                Properties.NONE,
                null,
                true,
                true);
        String why = cloud.refusal(instance, message);
        ClientPolicy policy = cloud.authenticator().policy(instance);
        if (why != null || policy == null) {
            throw ApiError.parameter("MqttTopic", why == null ? "the instance was deleted" : why);
        }
        PublishResult result = Waiting.on(broker.publish(instance, policy, message));
        if (result.refused() != null) {
            throw ApiError.unavailable("the message was not accepted: " + result.refused());
        }
        return new Sent(String.valueOf(result.id()));
    }

    private static Topic topic(String text) {
        try {
            return Topic.of(text);
        } catch (IllegalArgumentException e) {
            throw ApiError.parameter("MqttTopic", "MqttTopic: " + e.getMessage());
        }
    }
}
