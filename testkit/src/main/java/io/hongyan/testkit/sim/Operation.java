package io.hongyan.testkit.sim;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;

/// One thing that is done to a simulated broker. Operations are values: a list of them can be written down, cut and run
/// again. One that makes no sense at its time, such as a publish without connection, does nothing.
///
/// Clients are named by their number: those of the first instance first, then those of the second.
public sealed interface Operation {
    /// A client opens a connection; one that it has is left to be taken over.
    ///
    /// @param stranger whether it comes with another user name
    /// @param expirySeconds -1 for none
    /// @param willTopic empty for no will
    record Connect(
            int client,
            Version version,
            boolean cleanStart,
            boolean stranger,
            long expirySeconds,
            int keepAliveSeconds,
            int receiveMaximum,
            int maxPacketBytes,
            int aliasMaximum,
            String willTopic,
            QoS willQos,
            boolean willRetain,
            int willDelaySeconds,
            int willExpirySeconds)
            implements Operation {}

    /// @param filters entries separated by spaces, each `filter|qos|noLocal|retainAsPublished|retainHandling`, with
    ///         numbers for all but the filter
    record Subscribe(int client, String filters, int id) implements Operation {}

    /// @param filters separated by spaces
    record Unsubscribe(int client, String filters) implements Operation {}

    /// @param count how many messages
    /// @param size of each payload in bytes; 0 for an empty one
    /// @param expirySeconds -1 for none
    record Publish(
            int client,
            String topic,
            QoS qos,
            boolean retain,
            int count,
            int size,
            int expirySeconds,
            boolean label,
            boolean alias)
            implements Operation {}

    /// The broker publishes by itself.
    record ServerPublish(int instance, String topic, QoS qos, boolean retain) implements Operation {}

    record Ping(int client) implements Operation {}

    /// The client acknowledges nothing more until it is told to.
    record HoldAcks(int client) implements Operation {}

    /// @param reversed the last first
    record ReleaseAcks(int client, boolean reversed) implements Operation {}

    /// The client takes no message of QoS 1 or 2 and says so by a reason code, in 5.0, or takes them again.
    record Rejecting(int client, boolean on) implements Operation {}

    /// The client sends an acknowledgement that nobody waits for.
    ///
    /// @param type 4 to 7: PUBACK, PUBREC, PUBREL, PUBCOMP
    /// @param real whether for a message that waits for another kind of acknowledgement, if there is one
    record StrayAck(int client, int type, boolean real) implements Operation {}

    /// The client breaks the protocol.
    ///
    /// @param kind 0 to 3: a second CONNECT, a malformed packet, a packet for clients, a topic with a wildcard
    record Misbehave(int client, int kind) implements Operation {}

    /// @param expirySeconds -1 for none
    record Disconnect(int client, ReasonCode reason, long expirySeconds) implements Operation {}

    /// @param kind how the connection ends
    record Cut(int client, CutKind kind) implements Operation {}

    /// How a connection ends without DISCONNECT.
    enum CutKind {
        /// In order: what was sent arrives.
        CLOSE,
        /// Broken: a part of what was sent is lost.
        RESET,
        /// The network loses it; neither side hears of it.
        VANISH
    }

    /// Nothing arrives for that time.
    record Freeze(int client, int millis) implements Operation {}

    /// The client does not read, or does again.
    record Reading(int client, boolean on) implements Operation {}

    /// The client sends nothing by itself, or does again.
    record Silent(int client, boolean on) implements Operation {}

    /// The client forgets what it knew of its session.
    record Forget(int client) implements Operation {}

    /// An administrator ends a client's connection.
    record Kick(int client) implements Operation {}

    /// The broker dies and is started again after that time.
    record Crash(int downMillis) implements Operation {}

    /// The broker is stopped in order and started again.
    record Restart(int downMillis) implements Operation {}

    /// The wall clock is set.
    record ClockJump(long millis) implements Operation {}

    record DeleteInstance(int instance) implements Operation {}

    record CreateInstance(int instance) implements Operation {}

    /// A client gets or loses a right.
    ///
    /// @param topic to publish to, or a filter to subscribe
    record SetRight(int client, boolean publish, String topic, boolean allowed) implements Operation {}

    /// A hook of the broker throws, once.
    ///
    /// @param skip how many calls go well before
    record Throw(Hook hook, int skip) implements Operation {}

    /// Where a layer above the broker is called.
    enum Hook {
        AUTHORIZE_PUBLISH,
        AUTHORIZE_SUBSCRIBE,
        PUBLISH_POLICY,
        CONNECTED,
        DISCONNECTED,
        EVENT,
        TIMER
    }

    /// Each write of the disk fails for that time.
    record DiskFails(int millis) implements Operation {}

    /// The disk is slow for that time.
    record DiskSlow(int millis) implements Operation {}

    /// A shard takes no turn for that time.
    record Stall(int shard, int millis) implements Operation {}

    /// Nothing is done for that time.
    record Wait(long micros) implements Operation {}

    /// Network and disk get well, clients read and acknowledge, time passes, and everything owed must have been paid.
    record Settle() implements Operation {}
}
