package io.hongyan.openapi.action;

import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.ParentTopic;
import io.hongyan.openapi.action.Answers.Empty;
import io.hongyan.openapi.quota.Quota;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parent topics. The cloud service's policies name these actions, and its console uses them; their parameters are not
/// published.
final class TopicActions {
    private final Metadata metadata;

    TopicActions(Metadata metadata) {
        this.metadata = metadata;
    }

    record CreateTopic(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "3 to 64 letters, digits, `-` and `_`", example = "new_topic")
            String topic,

            @Parameter(value = "For people", required = false, longest = 128, example = "made by the API") @Nullable
            String remark) {}

    record DeleteTopic(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The parent topic", example = "new_topic")
            String topic) {}

    record UpdateTopic(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The parent topic", example = "new_topic")
            String topic,

            @Parameter(value = "For people", longest = 128, example = "changed by the API")
            String remark) {}

    record ListTopic(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId) {}

    record Topics(List<TopicView> data) {}

    record TopicView(String instanceId, String topic, String remark, long createTime) {
        static TopicView of(String instance, ParentTopic topic) {
            return new TopicView(instance, topic.name(), topic.remark(), topic.createdAt());
        }
    }

    List<Action<?, ?>> actions() {
        return List.of(
                Action.changing(
                                "CreateTopic",
                                "Declares a parent topic, the first level of topics.",
                                CreateTopic.class,
                                Empty.class,
                                Permission.topic("CreateTopic"),
                                Quota.CONSOLE,
                                this::create)
                        .refusing("TopicAlreadyExists", "PermissionCheckFailed"),
                Action.changing(
                                "UpdateTopic",
                                "Changes the remark of a parent topic.",
                                UpdateTopic.class,
                                Empty.class,
                                Permission.topic("UpdateTopic"),
                                Quota.CONSOLE,
                                this::update)
                        .refusing("TopicNotFound", "PermissionCheckFailed"),
                Action.looking(
                        "ListTopic",
                        "Lists the parent topics of an instance.",
                        ListTopic.class,
                        Topics.class,
                        Permission.instance("ListTopic"),
                        Quota.CONSOLE,
                        (_, input) -> list(input.instanceId())),
                Action.changing(
                                "DeleteTopic",
                                "Takes a parent topic back. Refused (`ResourceLimitExceeded`) while a rule needs it.",
                                DeleteTopic.class,
                                Empty.class,
                                Permission.topic("DeleteTopic"),
                                Quota.CONSOLE,
                                this::delete)
                        .refusing("TopicNotFound", "PermissionCheckFailed", "ResourceLimitExceeded"));
    }

    private static void check(Call call, String action, String instance, String topic) {
        if (!call.account().mayUseTopic(action, instance, topic)) {
            throw ApiError.bad(
                    "PermissionCheckFailed",
                    "AccessKey " + call.account().id() + " has no right " + action + " to parent topic " + topic);
        }
    }

    private static Empty changing(Runnable change) {
        Waiting.change(change, "TopicAlreadyExists", "TopicNotFound");
        return new Empty();
    }

    private Empty create(Call call, CreateTopic input) {
        check(call, "mq:CreateTopic", input.instanceId(), input.topic());
        String remark = input.remark() == null ? "" : input.remark();
        return changing(() -> metadata.createTopic(input.instanceId(), input.topic(), remark));
    }

    private Empty delete(Call call, DeleteTopic input) {
        check(call, "mq:DeleteTopic", input.instanceId(), input.topic());
        return changing(() -> metadata.deleteTopic(input.instanceId(), input.topic()));
    }

    private Empty update(Call call, UpdateTopic input) {
        check(call, "mq:UpdateTopic", input.instanceId(), input.topic());
        return changing(() -> metadata.topicRemark(input.instanceId(), input.topic(), input.remark()));
    }

    private Topics list(String instance) {
        return new Topics(metadata.snapshot().instance(instance).map(CloudInstance::topics).stream()
                .flatMap(List::stream)
                .map(topic -> TopicView.of(instance, topic))
                .toList());
    }
}
