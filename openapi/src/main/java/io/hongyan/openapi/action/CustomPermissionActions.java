package io.hongyan.openapi.action;

import io.hongyan.cloud.custom.CustomPermission;
import io.hongyan.cloud.custom.CustomPermissions;
import io.hongyan.cloud.custom.Page;
import io.hongyan.cloud.custom.PermitAction;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.openapi.action.Answers.Done;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Permissions of custom authentication.
final class CustomPermissionActions {
    private final CustomPermissions permissions;

    CustomPermissionActions(CustomPermissions permissions) {
        this.permissions = permissions;
    }

    record PutPermission(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The user name or client id", longest = Limits.LONGEST_CLIENT, example = "meter")
            String identity,

            @Parameter(
                    value = "`USER` or `CLIENT`",
                    oneOf = {"USER", "CLIENT"},
                    example = "USER")
            String identityType,

            @Parameter(
                    value = "Topic below a parent topic, may have `+` and `#`; or `#` alone, all topics, with which a"
                            + " `USER` consumes `STATUS` over AMQP",
                    longest = Limits.LONGEST_TOPIC,
                    example = "TopicDefault/#")
            String topic,

            @Parameter(
                    value = "What is allowed or denied",
                    oneOf = {"PUB", "SUB", "PUB_SUB"},
                    example = "PUB_SUB")
            String permitAction,

            @Parameter(
                    value = "`ALLOW` or `DENY`; a denial counts more",
                    oneOf = {"ALLOW", "DENY"},
                    example = "ALLOW")
            String effect) {}

    record DeletePermission(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The user name or client id", longest = Limits.LONGEST_CLIENT, example = "meter")
            String identity,

            @Parameter(
                    value = "`USER` or `CLIENT`",
                    oneOf = {"USER", "CLIENT"},
                    example = "USER")
            String identityType,

            @Parameter(value = "The topic", longest = Limits.LONGEST_TOPIC, example = "TopicDefault/#")
            String topic) {}

    record QueryPermission(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "Only this user name or client id", required = false, longest = Limits.LONGEST_CLIENT)
            @Nullable
            String identity,

            @Parameter(
                    value = "Only this type",
                    required = false,
                    oneOf = {"USER", "CLIENT"})
            @Nullable
            String identityType,

            @Parameter(value = "Only this topic", required = false, longest = Limits.LONGEST_TOPIC) @Nullable
            String topic,

            @Parameter(value = "Items of one page, 1 to 100", least = 1, most = Limits.PAGE, example = "10")
            Integer size,

            @Parameter(value = "`NextToken` of the answer before", required = false, longest = 4096) @Nullable
            String nextToken) {}

    record PermissionList(int code, String message, boolean success, PermissionPage data) {}

    record PermissionPage(
            List<PermissionView> results, @Nullable String nextToken) {}

    record PermissionView(String identity, String identityType, String topic, String permitAction, String effect) {}

    List<Action<?, ?>> actions() {
        return List.of(
                CustomAuthText.changing(
                        "AddCustomAuthPermission",
                        "Allows or denies something to an identity. What nothing allows is denied.",
                        PutPermission.class,
                        this::addPermission),
                CustomAuthText.changing(
                        "UpdateCustomAuthPermission",
                        "Changes a permission. It holds at once, for clients that are connected, too.",
                        PutPermission.class,
                        this::updatePermission),
                CustomAuthText.changing(
                        "DeleteCustomAuthPermission",
                        "Deletes a permission. That holds at once, for clients that are connected, too.",
                        DeletePermission.class,
                        this::deletePermission),
                Action.looking(
                        "QueryCustomAuthPermission",
                        "Lists permissions.",
                        QueryPermission.class,
                        PermissionList.class,
                        this::queryPermissions));
    }

    private Done addPermission(Call call, PutPermission input) {
        return outcome(permissions.add(input.instanceId(), permission(input)));
    }

    private Done updatePermission(Call call, PutPermission input) {
        return outcome(permissions.update(input.instanceId(), permission(input)));
    }

    private static CustomPermission permission(PutPermission input) {
        return new CustomPermission(
                IdentityType.valueOf(input.identityType()),
                CustomAuthText.plain("Identity", input.identity()),
                filter(input.topic()),
                PermitAction.valueOf(input.permitAction()),
                input.effect().equals("ALLOW"));
    }

    private static TopicFilter filter(String text) {
        try {
            return CustomPermission.topic(text);
        } catch (IllegalArgumentException _) {
            throw ApiError.parameter("Topic", "Topic is a topic, perhaps with + and #, not " + text);
        }
    }

    private static Done outcome(CustomPermissions.Outcome outcome) {
        return switch (outcome) {
            case DONE -> Done.done();
            case EXISTS ->
                throw ApiError.bad(CustomAuthText.EXISTS, "there is a permission of that identity and topic");
            case MISSING ->
                throw ApiError.bad(CustomAuthText.MISSING, "there is no permission of that identity and topic");
            case FULL ->
                throw ApiError.bad(
                        CustomAuthText.FULL, "an identity has at most " + CustomPermissions.MOST + " permissions");
        };
    }

    private Done deletePermission(Call call, DeletePermission input) {
        boolean was = permissions.delete(
                input.instanceId(),
                IdentityType.valueOf(input.identityType()),
                CustomAuthText.plain("Identity", input.identity()),
                filter(input.topic()).text());
        return outcome(was ? CustomPermissions.Outcome.DONE : CustomPermissions.Outcome.MISSING);
    }

    private PermissionList queryPermissions(Call call, QueryPermission input) {
        Page<CustomPermission> page = CustomAuthText.page(() -> permissions.page(
                input.instanceId(),
                CustomAuthText.type(input.identityType()),
                input.identity(),
                input.topic(),
                input.nextToken(),
                input.size()));
        List<PermissionView> views = page.items().stream()
                .map(each -> new PermissionView(
                        each.identity(),
                        each.type().name(),
                        each.topic().text(),
                        each.action().name(),
                        each.allows() ? "ALLOW" : "DENY"))
                .toList();
        return new PermissionList(Answers.OK, Answers.SUCCESS, true, new PermissionPage(views, page.next()));
    }
}
