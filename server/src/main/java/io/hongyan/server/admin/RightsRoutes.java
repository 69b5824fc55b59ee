package io.hongyan.server.admin;

import io.hongyan.broker.Broker;
import io.hongyan.broker.auth.Decision;
import io.hongyan.cloud.auth.ClientRights;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.token.Token;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a connected client logged in, and whether it may publish to a topic or subscribe to a filter, by the rules that
/// hold for its packets.
final class RightsRoutes {
    private final Metadata metadata;
    private final Broker broker;

    RightsRoutes(Metadata metadata, Broker broker) {
        this.metadata = metadata;
        this.broker = broker;
    }

    List<AdminRoute> routes() {
        return List.of(AdminRoute.look("GET", "/instances/{instance}/clients/{client}/rights", this::rights));
    }

    private Map<String, ?> rights(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        String client = request.name("client");
        Topic publish = topic(request.query().text("publish"));
        String filter = request.query().text("subscribe");
        TopicFilter subscribe = filter.isEmpty() ? null : ClientRoutes.filter(filter);
        ClientRights rights = ClientRoutes.await(broker.oversight()
                        .ask(instance, client, (asked, by) -> ClientRights.of(asked, by, publish, subscribe)))
                .orElseThrow(() -> AdminRefusal.notFound(
                        "client " + client + " is not connected to " + instance + ": it has rights by its login"));
        Map<String, Object> answer = AdminApi.ordered(
                "login", rights.login().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "tokens", rights.tokens().stream().map(RightsRoutes::view).toList());
        if (rights.publish() != null) {
            answer.put("publish", view(rights.publish()));
        }
        if (rights.subscribe() != null) {
            answer.put("subscribe", view(rights.subscribe()));
        }
        return answer;
    }

    private static @Nullable Topic topic(String text) {
        if (text.startsWith("$")) {
            throw AdminRefusal.badRequest("publish: topics that begin with $ are the service's, not " + text);
        }
        return text.isEmpty() ? null : SubscriptionRoutes.topic(text);
    }

    private static Map<String, Object> view(Token token) {
        return AdminApi.ordered(
                "type",
                token.type().name(),
                "resources",
                token.resources().stream().map(TopicFilter::text).toList(),
                "expires",
                Instant.ofEpochMilli(token.expiresAt()).toString());
    }

    private static Map<String, Object> view(Decision decision) {
        Map<String, Object> view = AdminApi.ordered("allowed", decision instanceof Decision.Allow);
        if (decision instanceof Decision.Deny deny) {
            view.put("why", deny.why());
        }
        return view;
    }
}
