package io.hongyan.testkit.sim.model;

/// What the settings of a run make the broker promise, and allow it to drop.
///
/// @param durable whether acknowledged state outlives a crash
/// @param maxExpirySeconds longest life of a session without connection
/// @param queuesMayFill whether bounds are so low that messages may be dropped as QUEUE_FULL
/// @param budgetsMayFill whether bounds are so low that messages may be refused or dropped as MEMORY_FULL or STORE_FULL
/// @param mayCongest whether publishers may be refused because the disk does not keep up
/// @param rulesMayFill whether publishers may be refused because a rule has no room, and what cannot be refused dropped
/// @param fullDisconnects whether a client whose queue is full may be disconnected
/// @param refusedCloses whether a 3.x client is disconnected for a refused publish
/// @param directPrefix topics that begin so go to the client that they name; empty for none
public record Promises(
        boolean durable,
        long maxExpirySeconds,
        boolean queuesMayFill,
        boolean budgetsMayFill,
        boolean mayCongest,
        boolean rulesMayFill,
        boolean fullDisconnects,
        boolean refusedCloses,
        String directPrefix) {
    /// Whether a client whose queue is full is disconnected, though what it sends again when it is back fills the
    /// queue.
    public boolean mayCutOffForEver() {
        return queuesMayFill && fullDisconnects;
    }
}
