package io.hongyan.server.admin;

import io.hongyan.amqp.queue.QueueKind;
import io.hongyan.amqp.queue.Queues;
import io.hongyan.cloud.metadata.Group;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.ParentTopic;
import io.hongyan.cloud.metadata.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Groups of devices, and parent topics.
final class ResourceRoutes {
    private static final String GROUPS = "/instances/{instance}/groups";
    private static final String TOPICS = "/instances/{instance}/topics";

    private final Metadata metadata;
    private final Queues queues;

    ResourceRoutes(Metadata metadata, Queues queues) {
        this.metadata = metadata;
        this.queues = queues;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", GROUPS, this::groups),
                AdminRoute.administer("POST", GROUPS, this::createGroup),
                AdminRoute.administer("DELETE", GROUPS + "/{name}", this::deleteGroup),
                AdminRoute.look("GET", TOPICS, this::topics),
                AdminRoute.administer("POST", TOPICS, this::createTopic),
                AdminRoute.administer("DELETE", TOPICS + "/{name}", this::deleteTopic));
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private Map<String, ?> groups(AdminRequest request) {
        List<Group> groups = AdminApi.instance(metadata, request).groups();
        return Map.of(
                "groups",
                request.query().truth("details")
                        ? groups.stream()
                                .map(group ->
                                        AdminApi.ordered("name", group.id(), "createdAt", time(group.createdAt())))
                                .toList()
                        : groups.stream().map(Group::id).toList());
    }

    private Map<String, ?> createGroup(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request, Profile.CLOUD, "groups", "a client may have any id")
                .id();
        AdminApi.changing(() -> metadata.createGroup(instance, request.body().text("name")));
        return Map.of();
    }

    private Map<String, ?> deleteGroup(AdminRequest request) {
        AdminApi.changing(() -> metadata.deleteGroup(request.name("instance"), request.name("name")));
        return QueueRoutes.staying(queues, request, QueueKind.STATUS);
    }

    private Map<String, ?> topics(AdminRequest request) {
        List<ParentTopic> topics = AdminApi.instance(metadata, request).topics();
        return Map.of(
                "topics",
                request.query().truth("details")
                        ? topics.stream()
                                .map(topic -> AdminApi.ordered(
                                        "name", topic.name(),
                                        "remark", topic.remark(),
                                        "createdAt", time(topic.createdAt())))
                                .toList()
                        : topics.stream().map(ParentTopic::name).toList());
    }

    private Map<String, ?> createTopic(AdminRequest request) {
        String instance = AdminApi.instance(
                        metadata, request, Profile.CLOUD, "parent topics", "every topic may be used")
                .id();
        String remark = request.body().optionalText("remark").orElse("");
        AdminApi.changing(() -> metadata.createTopic(instance, request.body().text("name"), remark));
        return Map.of();
    }

    private Map<String, ?> deleteTopic(AdminRequest request) {
        AdminApi.changing(() -> metadata.deleteTopic(request.name("instance"), request.name("name")));
        return QueueRoutes.staying(queues, request, QueueKind.MESSAGES);
    }
}
