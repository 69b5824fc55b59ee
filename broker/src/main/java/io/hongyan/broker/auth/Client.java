package io.hongyan.broker.auth;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.topic.Topic;
import io.hongyan.transport.Peer;
import java.time.Duration;
import java.util.concurrent.Executor;

/// A connected client as hooks see it. Confined to its shard, but for [#executor()] and the final facts.
public interface Client {
    /// The tenant it belongs to. Any thread may ask.
    String instance();

    /// Any thread may ask.
    String clientId();

    /// Any thread may ask.
    Identity identity();

    Version version();

    Peer peer();

    /// Whether its session ends with the connection (clean session in 3.x, session expiry 0 in 5.0).
    boolean cleanSession();

    /// Whether all its messages must leave for business systems in the order of sending.
    boolean ordered();

    void ordered(boolean ordered);

    /// Sends a message of the server to this client alone; it needs no subscription. Nothing happens once it is gone.
    void send(Topic topic, byte[] payload, QoS qos);

    /// Ends the connection: with DISCONNECT and reason in 5.0, by closing before that.
    ///
    /// @param why for the log and the reason string
    void disconnect(ReasonCode reason, String why);

    /// Asks about each of its filters again, because its rights have changed. Those that it may not have any more go,
    /// and each is told of as a refusal.
    ///
    /// @return how many went
    int recheck();

    /// Runs the task on its shard after that time, unless the connection ended before.
    void after(Duration delay, Runnable task);

    /// Where to be to call anything else here. Any thread may use it.
    Executor executor();
}
