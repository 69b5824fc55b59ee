package io.hongyan.server.admin;

import io.hongyan.broker.Broker;
import io.hongyan.broker.InstanceStats;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.ResourceTag;
import io.hongyan.server.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// One instance as a whole: what it has and may have, where it is reached, and its tags.
public final class InstanceRoutes {
    private static final String TAGS = "tags";

    private final Metadata metadata;
    private final Broker broker;
    private final Supplier<List<Endpoint>> endpoints;

    /// Where clients connect.
    ///
    /// @param kind `tcp`, `tls`, `ws`, `wss`, `amqp`, `amqps`
    /// @param address a URL
    public record Endpoint(String kind, String address) {}

    /// @param endpoints of all instances
    public InstanceRoutes(Metadata metadata, Broker broker, Supplier<List<Endpoint>> endpoints) {
        this.metadata = metadata;
        this.broker = broker;
        this.endpoints = endpoints;
    }

    public List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", "/instances/{instance}", this::instance),
                AdminRoute.administer("PUT", "/instances/{instance}/tags", this::tags));
    }

    private Map<String, ?> instance(AdminRequest request) {
        CloudInstance instance = AdminApi.instance(metadata, request);
        InstanceStats stats = broker.stats().of(instance.id());
        Map<String, Object> view = InstanceListRoutes.view(instance);
        view.put(
                "endpoints",
                endpoints.get().stream()
                        .map(each -> AdminApi.ordered("kind", each.kind(), "address", each.address()))
                        .toList());
        view.put("limits", limits(instance, stats));
        view.put(
                "counts",
                AdminApi.ordered(
                        "connections", stats.connections(),
                        "sessions", stats.sessions(),
                        "subscriptions", stats.subscriptions(),
                        "retained", stats.retainedMessages(),
                        "groups", instance.groups().size(),
                        "topics", instance.topics().size(),
                        "keys", keys(instance.id())));
        view.put(
                TAGS,
                instance.tags().stream()
                        .map(tag -> AdminApi.ordered("key", tag.key(), "value", tag.value()))
                        .toList());
        return view;
    }

    private long keys(String instance) {
        return metadata.snapshot().accessKeys().stream()
                .filter(key -> key.instances().isEmpty() || key.instances().contains(instance))
                .count();
    }

    private List<Map<String, Object>> limits(CloudInstance instance, InstanceStats stats) {
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(used("sessions", broker.maxSessions(), stats.sessions()));
        all.add(used("retainedMessages", broker.retainedLimits().maxMessages(), stats.retainedMessages()));
        all.add(used("retainedBytes", broker.retainedLimits().maxBytes(), stats.retainedBytes()));
        if (instance.profile() == Profile.CLOUD) {
            CloudLimits limits = instance.limits();
            all.add(used("groups", limits.groups(), instance.groups().size()));
            all.add(used(
                    "parentTopics", limits.parentTopics(), instance.topics().size()));
            all.add(limit("clientIdLength", limits.clientIdLength()));
            all.add(limit("topicLength", limits.topicLength()));
            all.add(limit("packetBytes", limits.packetBytes()));
            all.add(limit("payloadBytes", limits.payloadBytes()));
            all.add(limit("filtersPerClient", limits.filtersPerClient()));
            all.add(limit("wildcardsPerTopic", limits.wildcardsPerTopic()));
        }
        return all;
    }

    private static Map<String, Object> limit(String name, long limit) {
        return AdminApi.ordered("name", name, "limit", limit);
    }

    private static Map<String, Object> used(String name, long limit, long used) {
        return AdminApi.ordered("name", name, "limit", limit, "used", used);
    }

    private Map<String, ?> tags(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        List<ResourceTag> tags =
                request.body().objects(TAGS).stream().map(InstanceRoutes::tag).toList();
        AdminApi.changing(() -> metadata.tags(List.of(instance), _ -> tags));
        return Map.of();
    }

    private static ResourceTag tag(JsonFields fields) {
        try {
            return new ResourceTag(
                    fields.text("key"), fields.optionalText("value").orElse(""));
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
