package io.hongyan.openapi.action;

import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Group;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.ResourceTag;
import io.hongyan.openapi.action.Answers.Empty;
import io.hongyan.openapi.quota.Quota;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Groups of devices.
final class GroupActions {

    private final Metadata metadata;

    GroupActions(Metadata metadata) {
        this.metadata = metadata;
    }

    record CreateGroupId(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(
                    value = "7 to 64 letters, digits, `-` and `_`; begins with `GID_` or `GID-`",
                    example = "GID_new")
            String groupId,

            @Parameter(
                    value = "Tags in JSON: `[{\"Key\":\"env\",\"Value\":\"test\"}]`",
                    required = false,
                    longest = Limits.LONGEST_TAGS)
            @Nullable
            String tags,

            @Parameter(value = "Tags, another form", required = false, longest = 20)
            List<Tag> tag) {}

    record DeleteGroupId(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The Group ID", example = "GID_new")
            String groupId) {}

    record ListGroupId(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(
                    value = "Only groups with all of these tags, in JSON",
                    required = false,
                    longest = Limits.LONGEST_TAGS)
            @Nullable
            String tags,

            @Parameter(value = "Only groups with all of these tags", required = false, longest = 20)
            List<Tag> tag) {}

    record Groups(List<GroupView> data) {}

    record GroupView(
            String instanceId,
            String groupId,
            boolean independentNaming,
            long createTime,
            long updateTime,
            List<Tags.View> tags) {
        static GroupView of(String instance, Group group) {
            return new GroupView(
                    instance, group.id(), true, group.createdAt(), group.createdAt(), Tags.view(group.tags()));
        }
    }

    List<Action<?, ?>> actions() {
        return List.of(
                Action.changing(
                                "CreateGroupId",
                                "Declares a group of devices.",
                                CreateGroupId.class,
                                Empty.class,
                                Permission.group("CreateMqttGroupId"),
                                Quota.GROUP,
                                this::create)
                        .refusing("GroupIdAlreadyExsited", "PermissionCheckFailed"),
                Action.looking(
                        "ListGroupId",
                        "Lists the groups of an instance.",
                        ListGroupId.class,
                        Groups.class,
                        Permission.instance("ListMqttGroupId"),
                        Quota.GROUP,
                        this::list),
                Action.changing(
                                "DeleteGroupId",
                                "Takes a group back. Devices that are connected stay; they cannot connect again. Refused"
                                        + " (`ResourceLimitExceeded`) while a rule needs it.",
                                DeleteGroupId.class,
                                Empty.class,
                                Permission.group("DeleteMqttGroupId"),
                                Quota.GROUP,
                                this::delete)
                        .refusing("DeleteGroupIdError", "PermissionCheckFailed", "ResourceLimitExceeded"));
    }

    private Empty create(Call call, CreateGroupId input) {
        ClientIds.checkGroup(call, "CreateMqttGroupId", input.instanceId(), input.groupId());
        List<ResourceTag> tags = Tags.of(input.tags(), input.tag());
        Waiting.change(
                () -> metadata.createGroup(input.instanceId(), input.groupId(), tags),
                "GroupIdAlreadyExsited",
                "InstanceNotFound");
        return new Empty();
    }

    private Empty delete(Call call, DeleteGroupId input) {
        ClientIds.checkGroup(call, "DeleteMqttGroupId", input.instanceId(), input.groupId());
        boolean known = metadata.snapshot()
                .instance(input.instanceId())
                .filter(instance -> instance.groups().stream().anyMatch(g -> g.id().equals(input.groupId())))
                .isPresent();
        if (!known) {
            throw ApiError.internal(
                    "DeleteGroupIdError", "there is no group " + input.groupId() + " in " + input.instanceId());
        }
        Waiting.change(
                () -> metadata.deleteGroup(input.instanceId(), input.groupId()),
                "GroupIdAlreadyExsited",
                "DeleteGroupIdError");
        return new Empty();
    }

    private Groups list(Call call, ListGroupId input) {
        List<ResourceTag> wanted = Tags.of(input.tags(), input.tag());
        return new Groups(metadata.snapshot().instance(input.instanceId()).map(CloudInstance::groups).stream()
                .flatMap(List::stream)
                .filter(group -> Tags.holds(group.tags(), wanted))
                .map(group -> GroupView.of(input.instanceId(), group))
                .toList());
    }
}
