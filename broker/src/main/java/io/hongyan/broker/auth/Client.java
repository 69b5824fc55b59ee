package io.hongyan.broker.auth;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.topic.Topic;
import io.hongyan.transport.Peer;
import java.time.Duration;
import java.util.concurrent.Executor;

/// A connected client as hooks see it. Confined to its shard, except [#executor()] and the values that never
/// change.
public interface Client {
    /// Its instance. Any thread.
    String instance();

    /// Any thread.
    String clientId();

    /// Any thread.
    Identity identity();

    Version version();

    Peer peer();

    /// Whether its session ends with the connection (clean session in 3.x, session expiry 0 in 5.0).
    boolean cleanSession();

    /// Whether all its messages must be forwarded to business systems in the order of sending.
    boolean ordered();

    void ordered(boolean ordered);

    /// Sends a message of the server to this client alone; it needs no subscription. Does nothing after the connection
    /// has ended.
    void send(Topic topic, byte[] payload, QoS qos);

    /// Ends the connection: with DISCONNECT and reason in 5.0, by closing before that.
    ///
    /// @param why for the log and the reason string
    void disconnect(ReasonCode reason, String why);

    /// Checks each of its filters again, because its rights have changed. Filters that are no longer allowed are
    /// removed, and each is reported as a refusal.
    ///
    /// @return how many were removed
    int recheck();

    /// Runs the task on its shard after that delay, unless the connection has ended by then.
    void after(Duration delay, Runnable task);

    /// Runs tasks on the shard of the client, where all other methods must be called. Any thread.
    Executor executor();
}
