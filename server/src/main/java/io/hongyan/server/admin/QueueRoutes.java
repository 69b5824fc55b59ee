package io.hongyan.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.amqp.queue.DeadLetter;
import io.hongyan.amqp.queue.QueueKey;
import io.hongyan.amqp.queue.QueueKind;
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

/// What an administrator does with the queues of business systems.
final class QueueRoutes {
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

    /// Queues of a parent topic or group that was deleted stay, with their messages, until somebody deletes them.
    ///
    /// @param request whose name was deleted
    /// @return an answer that names them, if there are any
    static Map<String, ?> staying(Queues queues, AdminRequest request, QueueKind kind) {
        List<String> names = queues.all().stream()
                .filter(queue -> !queue.live())
                .map(QueueStatus::key)
                .filter(key -> key.kind() == kind
                        && key.instance().equals(request.name("instance"))
                        && key.source().equals(request.name("name")))
                .map(QueueKey::name)
                .toList();
        return names.isEmpty() ? Map.of() : Map.of("queues", names);
    }

    private Map<String, ?> show(AdminRequest request) {
        return view(queue(request));
    }

    private QueueStatus queue(AdminRequest request) {
        QueueKey key = key(request);
        return queues.find(key)
                .orElseThrow(() -> AdminRefusal.notFound("there is no queue " + key.name() + " in instance "
                        + key.instance() + "; one begins with its first consumer, and that of notices is named STATUS:"
                        + " and its Group ID"));
    }

    private QueueKey key(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        String name = request.name("queue");
        if (name.endsWith(QueueStatus.LIVE)) {
            throw AdminRefusal.badRequest(
                    "a live queue keeps nothing, and ends with its last consumer: there is nothing to do with " + name
                            + " but to list it");
        }
        try {
            return QueueKey.parse(instance, name);
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
        int limit = (int) request.query().number("limit");
        long after = request.query().number("after");
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
        QueueKey key = queue(request).key();
        return Map.of("replayed", ClientRoutes.await(queues.replay(key, sequences(key, request))));
    }

    private Map<String, ?> discard(AdminRequest request) {
        QueueKey key = queue(request).key();
        return Map.of("discarded", ClientRoutes.await(queues.discardDeadLetters(key, sequences(key, request))));
    }

    /// Which dead letters are meant; empty for all. Each of them is there.
    private List<Long> sequences(QueueKey key, AdminRequest request) {
        FormFields form = new FormFields(request.body());
        if (!form.has(SEQUENCES)) {
            return List.of();
        }
        List<Long> chosen = request.body().texts(SEQUENCES).stream()
                .map(QueueRoutes::sequence)
                .toList();
        chosen.forEach(sequence -> checkThere(key, sequence));
        return chosen;
    }

    private void checkThere(QueueKey key, long sequence) {
        boolean there = sequence > 0
                && queues.deadLetters(key, sequence - 1, 1).stream().anyMatch(letter -> letter.sequence() == sequence);
        if (!there) {
            throw AdminRefusal.notFound("queue " + key.name() + " has no dead letter " + sequence
                    + "; 'hongyan admin queue dead-letters " + key.name() + "' lists them");
        }
    }
}
