package io.hongyan.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.amqp.queue.DeadLetter;
import io.hongyan.amqp.queue.QueueKey;
import io.hongyan.amqp.queue.QueueStatus;
import io.hongyan.amqp.queue.Queues;
import io.hongyan.broker.message.Message;
import io.hongyan.cloud.metadata.Metadata;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What an administrator does with the queues of business systems.
final class QueueRoutes {
    private static final int PAGE = 100;
    private static final String SEQUENCES = "sequences";

    private final Metadata metadata;
    private final Queues queues;

    QueueRoutes(Metadata metadata, Queues queues) {
        this.metadata = metadata;
        this.queues = queues;
    }

    List<AdminRoute> routes() {
        String one = "/instances/{instance}/queues/{queue}";
        return List.of(
                AdminRoute.look("GET", "/instances/{instance}/queues", this::list),
                AdminRoute.look("GET", one, this::show),
                AdminRoute.administer("DELETE", one, this::delete),
                AdminRoute.administer("POST", one + "/purge", this::purge),
                AdminRoute.look("GET", one + "/dead-letters", this::deadLetters),
                AdminRoute.operate("POST", one + "/dead-letters/replay", this::replay),
                AdminRoute.administer("POST", one + "/dead-letters/discard", this::discard));
    }

    private Map<String, ?> list(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        return Map.of(
                "queues",
                queues.all().stream()
                        .filter(queue -> queue.key().instance().equals(instance))
                        .map(QueueRoutes::view)
                        .toList());
    }

    private Map<String, ?> show(AdminRequest request) {
        return view(queue(request));
    }

    private QueueStatus queue(AdminRequest request) {
        QueueKey key = key(request);
        return queues.find(key)
                .orElseThrow(() -> AdminRefusal.notFound("there is no queue " + key.name() + " in instance "
                        + key.instance() + "; one begins with its first consumer"));
    }

    private QueueKey key(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        try {
            return QueueKey.parse(instance, request.name("queue"));
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> view(QueueStatus queue) {
        Map<String, Object> view = AdminApi.ordered(
                "queue", queue.name(),
                "filter", queue.filter() == null ? "" : queue.filter().text(),
                "messages", queue.messages(),
                "bytes", queue.bytes(),
                "oldestSeconds", queue.oldestMillis() / 1000,
                "consumers", queue.consumers(),
                "unacknowledged", queue.unacknowledged(),
                "retrying", queue.retrying(),
                "deadLetters", queue.deadLetters());
        view.put("delivered", queue.delivered());
        view.put("acknowledged", queue.acknowledged());
        view.put("rejected", queue.rejected());
        view.put("redelivered", queue.redelivered());
        view.put("deadLettered", queue.deadLettered());
        Map<String, Long> dropped = new LinkedHashMap<>();
        queue.dropped().forEach((cause, count) -> dropped.put(cause.name().toLowerCase(Locale.ROOT), count));
        view.put("dropped", dropped);
        return view;
    }

    private Map<String, ?> delete(AdminRequest request) {
        QueueKey key = queue(request).key();
        ClientRoutes.await(queues.delete(key));
        return Map.of();
    }

    private Map<String, ?> purge(AdminRequest request) {
        return Map.of("purged", ClientRoutes.await(queues.purge(queue(request).key())));
    }

    private Map<String, ?> deadLetters(AdminRequest request) {
        QueueKey key = queue(request).key();
        int limit = ClientRoutes.limit(request.query().getOrDefault("limit", Integer.toString(PAGE)));
        long after = sequence(request.query().getOrDefault("after", "0"));
        return Map.of(
                "deadLetters",
                queues.deadLetters(key, after, limit).stream()
                        .map(QueueRoutes::view)
                        .toList());
    }

    private static long sequence(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw AdminRefusal.badRequest("a dead letter is named by its sequence, a number, not " + text);
        }
    }

    private static Map<String, Object> view(DeadLetter letter) {
        Message message = letter.message();
        return AdminApi.ordered(
                "sequence", Long.toString(letter.sequence()),
                "id", letter.id().toString(),
                "topic", message.topic().toString(),
                "clientId", message.publisher(),
                "published", Instant.ofEpochMilli(letter.publishedMillis()).toString(),
                "bytes", message.payload().length,
                "payload", payload(message.payload()));
    }

    /// As text where it is text, else in Base64.
    private static String payload(byte[] payload) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException _) {
            return "base64:" + Base64.getEncoder().encodeToString(payload);
        }
    }

    private Map<String, ?> replay(AdminRequest request) {
        return Map.of(
                "replayed", ClientRoutes.await(queues.replay(queue(request).key(), sequences(request))));
    }

    private Map<String, ?> discard(AdminRequest request) {
        return Map.of(
                "discarded",
                ClientRoutes.await(queues.discardDeadLetters(queue(request).key(), sequences(request))));
    }

    /// Which dead letters are meant; empty for all.
    private static List<Long> sequences(AdminRequest request) {
        FormFields form = new FormFields(request.body(), "a choice of dead letters", Set.of(SEQUENCES));
        return form.has(SEQUENCES)
                ? request.body().texts(SEQUENCES).stream()
                        .map(QueueRoutes::sequence)
                        .toList()
                : List.of();
    }
}
