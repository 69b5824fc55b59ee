package io.hongyan.server.admin;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.TraceMode;
import io.hongyan.cloud.trace.TraceEntry;
import io.hongyan.cloud.trace.TraceKind;
import io.hongyan.cloud.trace.TracePage;
import io.hongyan.cloud.trace.TraceQuery;
import io.hongyan.cloud.trace.Traces;
import io.hongyan.server.admin.describe.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What happened to devices and messages, as the traces of their instance have kept it.
public final class KeptTraceRoutes {
    private static final String PATH = "/instances/{instance}/traces/";
    private static final int PAGE = 100;
    private static final int MOST_STEPS = 1000;
    private static final long USUAL_MILLIS = Duration.ofDays(1).toMillis();

    private final Metadata metadata;
    private final Traces traces;
    private final Clock clock;

    public KeptTraceRoutes(Metadata metadata, Traces traces, Clock clock) {
        this.metadata = metadata;
        this.traces = traces;
        this.clock = clock;
    }

    public List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", PATH + "devices", this::device),
                AdminRoute.look("GET", PATH + "messages", this::messagesOfClient),
                AdminRoute.look("GET", PATH + "messages/{message}", this::message));
    }

    private Map<String, ?> device(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        String client = request.query().text("client");
        TraceQuery query = page(request);
        TracePage page = read(() -> traces.device(instance, client, query));
        return AdminApi.ordered(
                "events",
                page.entries().stream()
                        .map(entry -> AdminApi.ordered(
                                "at", at(entry),
                                "event", entry.kind().action(),
                                "reason", entry.kind().info(),
                                "connection", entry.id()))
                        .toList(),
                "total",
                page.total());
    }

    private Map<String, ?> messagesOfClient(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        String client = request.query().text("client");
        TraceQuery query = page(request);
        TracePage page = read(() -> traces.messagesOf(instance, client, query));
        return AdminApi.ordered(
                "messages",
                page.entries().stream()
                        .map(entry -> AdminApi.ordered(
                                "messageId", entry.id(),
                                "at", at(entry),
                                "kind", kind(entry.kind()),
                                "text", entry.kind().info()))
                        .toList(),
                "total",
                page.total());
    }

    private Map<String, ?> message(AdminRequest request) {
        CloudInstance instance = AdminApi.instance(metadata, request);
        MessageId id = id(request.name("message"));
        Query asked = request.query();
        TraceQuery query = query(millis(asked.time("from"), 0), to(asked), 1, MOST_STEPS, false);
        List<TraceEntry> published =
                read(() -> traces.published(instance.id(), id, query)).entries();
        TracePage sent = read(() -> traces.subscribed(instance.id(), id, null, query));
        List<TraceEntry> all = new ArrayList<>(published);
        all.addAll(sent.entries());
        if (all.isEmpty()) {
            throw AdminRefusal.notFound("there is no trace of message " + id + " in " + instance.id()
                    + (instance.traces() == TraceMode.OFF ? ", whose traces are switched off" : ""));
        }
        all.sort(Comparator.comparingLong(TraceEntry::millis)); // of the same time, the publisher stays in front
        Map<String, Object> answer = AdminApi.ordered("messageId", id.toString());
        if (!published.isEmpty()) {
            answer.put("publisher", published.getFirst().clientId());
            answer.put("publishedAt", at(published.getFirst()));
        }
        answer.put("steps", all.stream().map(KeptTraceRoutes::step).toList());
        answer.put("total", published.size() + sent.total());
        return answer;
    }

    private static Map<String, Object> step(TraceEntry entry) {
        Map<String, Object> step = AdminApi.ordered("at", at(entry), "kind", kind(entry.kind()));
        if (!entry.clientId().isEmpty()) {
            step.put("client", entry.clientId());
        }
        step.put("text", entry.kind().info());
        return step;
    }

    private static String kind(TraceKind kind) {
        if (kind.ofReceiver()) {
            return "delivered";
        }
        return kind == TraceKind.PUB_MQ ? "rule" : "published";
    }

    private static String at(TraceEntry entry) {
        return Instant.ofEpochMilli(entry.millis()).toString();
    }

    private static MessageId id(String text) {
        try {
            return MessageId.parse(text);
        } catch (IllegalArgumentException _) {
            throw AdminRefusal.badRequest("a message id has 32 hexadecimal digits, unlike " + text);
        }
    }

    /// One page, the newest first.
    private TraceQuery page(AdminRequest request) {
        Query asked = request.query();
        long to = to(asked);
        return query(millis(asked.time("from"), to - USUAL_MILLIS), to, (int) asked.number("page"), PAGE, true);
    }

    private long to(Query asked) {
        return millis(asked.time("to"), clock.wallMillis());
    }

    private static TraceQuery query(long from, long to, int page, int size, boolean newestFirst) {
        if (from < 0 || to < from) {
            throw AdminRefusal.badRequest("from is before to, and not " + Instant.ofEpochMilli(from) + " with to "
                    + Instant.ofEpochMilli(to));
        }
        return new TraceQuery(from, to, page, size, newestFirst);
    }

    private static long millis(@Nullable Instant time, long otherwise) {
        return time == null ? otherwise : time.toEpochMilli();
    }

    private static TracePage read(Supplier<TracePage> query) {
        try {
            return query.get();
        } catch (StoreException e) {
            throw AdminRefusal.unavailable("the traces cannot be read: " + e.getMessage());
        }
    }
}
