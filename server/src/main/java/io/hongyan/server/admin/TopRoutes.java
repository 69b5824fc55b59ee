package io.hongyan.server.admin;

import io.hongyan.broker.Broker;
import io.hongyan.broker.InstanceTop;
import io.hongyan.broker.top.TopEntry;
import io.hongyan.cloud.metadata.Metadata;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who uses an instance most.
public final class TopRoutes {
    private final Broker broker;
    private final Metadata metadata;

    public TopRoutes(Broker broker, Metadata metadata) {
        this.broker = broker;
        this.metadata = metadata;
    }

    public List<AdminRoute> routes() {
        return List.of(AdminRoute.look("GET", "/instances/{instance}/top", this::top));
    }

    private Map<String, ?> top(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        int limit = (int) request.query().number("limit");
        String kind = request.query().text("kind");
        InstanceTop top = ClientRoutes.await(broker.top(instance, limit));
        Map<String, Object> answer = new LinkedHashMap<>();
        if (kind.isEmpty() || kind.equals("slow")) {
            answer.put("slow", top.slow().stream().map(TopRoutes::view).toList());
        }
        if (kind.isEmpty() || kind.equals("talkers")) {
            answer.put("talkers", views("clientId", top.talkers()));
        }
        if (kind.isEmpty() || kind.equals("topics")) {
            answer.put("topics", views("topic", top.topics()));
        }
        answer.put("sinceSeconds", Duration.ofMillis(top.millis()).toSeconds());
        return answer;
    }

    private static Map<String, Object> view(InstanceTop.Slow slow) {
        return AdminApi.ordered(
                "clientId", slow.clientId(),
                "connected", slow.connected(),
                "queuedBytes", slow.queuedBytes(),
                "queued", slow.queued());
    }

    private static List<Map<String, Object>> views(String name, List<TopEntry> entries) {
        return entries.stream()
                .map(each -> AdminApi.ordered(name, each.name(), "messages", each.messages(), "bytes", each.bytes()))
                .toList();
    }
}
