package io.hongyan.broker.store;

/// Names one [Outbox].
///
/// @param instance that owns it, without `/`; with the instance the outbox goes
/// @param rule that sends its messages on
public record OutboxKey(String instance, String rule) {
    private static final char SEPARATOR = '/';
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

    /// Instance and rule in one text.
    public String name() {
        return instance + SEPARATOR + rule;
    }
}
