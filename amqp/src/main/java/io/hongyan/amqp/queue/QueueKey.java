package io.hongyan.amqp.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.store.OutboxKey;

/// Names one queue: consumers of the same key share it.
///
/// @param instance whose messages they are
/// @param source for messages the parent topic, without `/`, `+`, `#`, and not beginning with `STATUS:`; for notices
///        the Group ID, or the beginning of client ids and `*`, without `#`. 1 to 100 bytes
/// @param group each consumer group has a queue of its own; empty for the usual one, or 1 to 64 letters, digits, `_`
///        and `-`
public record QueueKey(String instance, QueueKind kind, String source, String group) {
    /// What the [name][#name] of a queue of dead letters ends with.
    static final String DEAD = "#dead";

    private static final int MOST_SOURCE_BYTES = 100;
    private static final int MOST_GROUP = 64;
    private static final String STATUS = "STATUS:";
    private static final char SEPARATOR = '@';

    /// @throws IllegalArgumentException that says what is wrong
    public QueueKey {
        checkSource(kind, source);
        if (!isGroup(group)) {
            throw new IllegalArgumentException(
                    "a consumer group has 1 to 64 letters, digits, _ and -, unlike " + group);
        }
        OutboxKey.ofQueue(instance, name(kind, source, group) + DEAD); // checks the length
    }

    /// The key of a [name][#name].
    ///
    /// @throws IllegalArgumentException when there can be no such queue
    public static QueueKey parse(String instance, String name) {
        QueueKind kind = name.startsWith(STATUS) ? QueueKind.STATUS : QueueKind.MESSAGES;
        String rest = kind == QueueKind.STATUS ? name.substring(STATUS.length()) : name;
        int separator = rest.lastIndexOf(SEPARATOR);
        return separator < 0
                ? new QueueKey(instance, kind, rest, "")
                : new QueueKey(instance, kind, rest.substring(0, separator), rest.substring(separator + 1));
    }

    /// `parent`, `parent@group`, `STATUS:GID` or `STATUS:GID@group`; a source with an `@` is followed by one even
    /// without a group.
    public String name() {
        return name(kind, source, group);
    }

    private static String name(QueueKind kind, String source, String group) {
        String name = kind == QueueKind.STATUS ? STATUS + source : source;
        return group.isEmpty() && source.indexOf(SEPARATOR) < 0 ? name : name + SEPARATOR + group;
    }

    private static void checkSource(QueueKind kind, String source) {
        if (source.isEmpty() || source.getBytes(UTF_8).length > MOST_SOURCE_BYTES) {
            throw new IllegalArgumentException("the source of a queue has 1 to 100 bytes, unlike " + source);
        }
        String forbidden = kind == QueueKind.MESSAGES ? "\0#/+" : "\0#";
        boolean wrong = source.chars().anyMatch(c -> forbidden.indexOf(c) >= 0)
                || (kind == QueueKind.MESSAGES && source.startsWith(STATUS));
        int star = source.indexOf('*');
        if (kind == QueueKind.STATUS && star >= 0 && star < source.length() - 1) {
            throw new IllegalArgumentException(
                    "a Group ID, or the beginning of client ids, has * only at its end, unlike " + source);
        }
        if (wrong) {
            throw new IllegalArgumentException(
                    kind == QueueKind.MESSAGES ? "no parent topic: " + source : "no Group ID: " + source);
        }
    }

    private static boolean isGroup(String group) {
        return group.length() <= MOST_GROUP && group.chars().allMatch(QueueKey::isOfGroup);
    }

    private static boolean isOfGroup(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}
