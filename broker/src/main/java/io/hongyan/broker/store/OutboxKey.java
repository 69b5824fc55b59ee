package io.hongyan.broker.store;

/// Names one [Outbox], of a rule or of a queue from which business systems take.
///
/// @param instance that owns it, without `/`; with the instance the outbox goes
/// @param rule that sends its messages on; of a queue `queue:` and its name, which cannot be the id of a rule: these
///        have no colon
public record OutboxKey(String instance, String rule) {
    private static final char SEPARATOR = '/';
    private static final String QUEUE = "queue:";
    private static final int LONGEST = 200;

    public OutboxKey {
        if (instance.isEmpty() || instance.indexOf(SEPARATOR) >= 0 || rule.isEmpty()) {
            throw new IllegalArgumentException(
                    "an outbox has an instance, without /, and a rule, not " + instance + " and " + rule);
        }
        if (instance.length() + rule.length() >= LONGEST || instance.indexOf(0) >= 0 || rule.indexOf(0) >= 0) {
            throw new IllegalArgumentException(
                    "the name of an outbox has at most " + LONGEST + " characters, none of them U+0000");
        }
    }

    /// The key of a name that [#name()] has made.
    public static OutboxKey of(String name) {
        int separator = name.indexOf(SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException("no name of an outbox: " + name);
        }
        return new OutboxKey(name.substring(0, separator), name.substring(separator + 1));
    }

    /// The key of a queue from which business systems take.
    ///
    /// @param name not empty
    public static OutboxKey ofQueue(String instance, String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a queue has a name");
        }
        return new OutboxKey(instance, QUEUE + name);
    }

    /// Whether it is that of a queue, and not of a rule.
    public boolean isQueue() {
        return rule.startsWith(QUEUE);
    }

    /// The name of the queue.
    ///
    /// @throws IllegalStateException when it is the outbox of a rule
    public String queueName() {
        if (!isQueue()) {
            throw new IllegalStateException("not a queue: " + name());
        }
        return rule.substring(QUEUE.length());
    }

    /// Instance and rule in one text.
    public String name() {
        return instance + SEPARATOR + rule;
    }

    /// What it is, for messages: `the outbox of rule i/orders-out`, or `queue i/orders`.
    public String title() {
        return isQueue() ? "queue " + instance + SEPARATOR + queueName() : "the outbox of rule " + name();
    }
}
