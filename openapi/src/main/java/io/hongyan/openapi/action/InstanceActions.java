package io.hongyan.openapi.action;

import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.ResourceTag;
import io.hongyan.openapi.quota.Quota;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Instances and their tags.
final class InstanceActions {
    /// Of a suspended one, too: no other number of the cloud service is known.
    private static final int RUNNING = 5;
    private static final int PLATINUM = 2;
    /// The first version of the cloud service that had all of what there is here.
    private static final String KERNEL = "3.3.0";

    private static final String REGION = "hongyan";
    private static final String OK = "200";
    private static final int PAGE = 100;
    /// With which a `NextToken` begins: no other text passes for one.
    private static final String AFTER = "after:";

    private final Metadata metadata;

    InstanceActions(Metadata metadata) {
        this.metadata = metadata;
    }

    record ListInstances(
            @Parameter(
                    value = "Only instances with all of these tags, in JSON",
                    required = false,
                    longest = Limits.LONGEST_TAGS)
            @Nullable
            String tags) {}

    record Instances(String code, String message, String success, List<InstanceView> instances) {}

    record InstanceView(
            String instanceId,
            String instanceName,
            int instanceStatus,
            int instanceType,
            String kernelVersion,
            String regionId,
            long createTime,
            long expireTime,
            String orderId,
            String specific,
            List<Tags.View> mqttTags) {
        static InstanceView of(CloudInstance instance) {
            return new InstanceView(
                    instance.id(),
                    instance.id(),
                    RUNNING,
                    PLATINUM,
                    KERNEL,
                    REGION,
                    instance.createdAt(),
                    Long.MAX_VALUE,
                    "",
                    "",
                    Tags.view(instance.tags()));
        }
    }

    record TagResources(
            @Parameter(
                    value = "What is tagged",
                    oneOf = {"instance", "INSTANCE"},
                    example = "instance")
            String resourceType,

            @Parameter(value = "1 to 50 instances", longest = 50, example = "INSTANCE")
            List<String> resourceId,

            @Parameter(value = "1 to 20 tags", longest = 20) List<Tag> tag) {}

    record UntagResources(
            @Parameter(
                    value = "What was tagged",
                    oneOf = {"instance", "INSTANCE"},
                    example = "instance")
            String resourceType,

            @Parameter(value = "1 to 50 instances", longest = 50, example = "INSTANCE")
            List<String> resourceId,

            @Parameter(value = "Keys of the tags that go", required = false, longest = 20, example = "env")
            List<String> tagKey,

            @Parameter(value = "`true`: all tags go; only without `TagKey`", required = false) @Nullable
            Boolean all) {}

    record Tagged(String code, String message, boolean data) {
        static Tagged done() {
            return new Tagged(OK, Answers.SUCCESS, true);
        }
    }

    record ListTagResources(
            @Parameter(
                    value = "What is tagged",
                    oneOf = {"instance", "INSTANCE"},
                    example = "instance")
            String resourceType,

            @Parameter(value = "Only these instances", required = false, longest = 50)
            List<String> resourceId,

            @Parameter(value = "Only instances with all of these tags", required = false, longest = 20)
            List<Tag> tag,

            @Parameter(value = "`NextToken` of the answer before", required = false) @Nullable
            String nextToken) {}

    record TagResourceList(
            String code,
            String message,
            String success,
            @Nullable String nextToken,
            List<TagResource> tagResources) {}

    record TagResource(String resourceId, String resourceType, String tagKey, String tagValue) {}

    List<Action<?, ?>> actions() {
        return List.of(
                Action.looking(
                        "ListInstances",
                        "Lists the instances that the account may use.",
                        ListInstances.class,
                        Instances.class,
                        Permission.account("ListMqttInstance"),
                        Quota.CONSOLE,
                        this::list),
                Action.changing(
                                "TagResources",
                                "Puts tags on instances; one that has the key gets the new value.",
                                TagResources.class,
                                Tagged.class,
                                Permission.account("TagResources"),
                                Quota.CONSOLE,
                                this::tag)
                        .refusing("InstancePermissionCheckFailed", "InstanceNotFound"),
                Action.changing(
                                "UntagResources",
                                "Takes tags off instances.",
                                UntagResources.class,
                                Tagged.class,
                                Permission.account("UntagResources"),
                                Quota.CONSOLE,
                                this::untag)
                        .refusing("InstancePermissionCheckFailed", "InstanceNotFound"),
                Action.looking(
                        "ListTagResources",
                        "Lists tags of instances.",
                        ListTagResources.class,
                        TagResourceList.class,
                        Permission.account("ListTagResources"),
                        Quota.CONSOLE,
                        this::listTags));
    }

    private Instances list(Call call, ListInstances input) {
        List<ResourceTag> wanted = Tags.of(input.tags(), List.of());
        return new Instances(
                OK,
                Answers.SUCCESS,
                "true",
                metadata.snapshot().instances().stream()
                        .filter(instance -> call.account().may("mq:ListMqttInstance", instance.id()))
                        .filter(instance -> Tags.holds(instance.tags(), wanted))
                        .map(InstanceView::of)
                        .toList());
    }

    private Tagged tag(Call call, TagResources input) {
        check(call, "mq:TagResources", input.resourceId());
        List<ResourceTag> added = Tags.of(input.tag());
        change(input.resourceId(), tags -> {
            List<ResourceTag> all = new ArrayList<>(tags);
            for (ResourceTag tag : added) {
                all.removeIf(other -> other.key().equals(tag.key()));
                all.add(tag);
            }
            return all;
        });
        return Tagged.done();
    }

    private Tagged untag(Call call, UntagResources input) {
        check(call, "mq:UntagResources", input.resourceId());
        boolean all = Boolean.TRUE.equals(input.all()) && input.tagKey().isEmpty();
        if (!all && input.tagKey().isEmpty()) {
            throw ApiError.bad("ParameterCheckFailed", "parameter TagKey.1 is missing; All=true takes all tags off");
        }
        change(
                input.resourceId(),
                tags -> tags.stream()
                        .filter(tag -> !all && !input.tagKey().contains(tag.key()))
                        .toList());
        return Tagged.done();
    }

    private void change(List<String> ids, UnaryOperator<List<ResourceTag>> edit) {
        Waiting.change(() -> metadata.tags(ids, edit), "ParameterCheckFailed", "InstanceNotFound");
    }

    private static void check(Call call, String action, List<String> instances) {
        for (String instance : instances) {
            if (!call.account().may(action, instance)) {
                throw ApiError.bad(
                        "InstancePermissionCheckFailed",
                        "AccessKey " + call.account().id() + " has no right " + action + " to instance " + instance);
            }
        }
    }

    /// Pages end between instances.
    private TagResourceList listTags(Call call, ListTagResources input) {
        List<ResourceTag> wanted = Tags.of(input.tag());
        String after = after(input.nextToken());
        List<CloudInstance> found = metadata.snapshot().instances().stream()
                .filter(instance -> call.account().may("mq:ListTagResources", instance.id()))
                .filter(instance ->
                        input.resourceId().isEmpty() || input.resourceId().contains(instance.id()))
                .filter(instance -> !instance.tags().isEmpty() && Tags.holds(instance.tags(), wanted))
                .filter(instance -> instance.id().compareTo(after) > 0)
                .sorted(Comparator.comparing(CloudInstance::id))
                .limit(PAGE + 1L)
                .toList();
        List<TagResource> tags = new ArrayList<>();
        found.stream()
                .limit(PAGE)
                .forEach(instance -> instance.tags()
                        .forEach(tag -> tags.add(new TagResource(instance.id(), "INSTANCE", tag.key(), tag.value()))));
        String next = found.size() > PAGE ? AFTER + found.get(PAGE - 1).id() : null;
        return new TagResourceList(OK, Answers.SUCCESS, "true", next, tags);
    }

    private static String after(@Nullable String token) {
        if (token == null) {
            return "";
        }
        if (!token.startsWith(AFTER)) {
            throw CustomAuthText.wrongToken();
        }
        return token.substring(AFTER.length());
    }
}
