package io.hongyan.client.event;

import io.hongyan.client.config.ServerAddress;
import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Events of a client. Events come one after the other, on the client's executor.
public sealed interface ClientEvent {
    /// The server accepted the client.
    ///
    /// @param server what it allows
    /// @param sessionPresent whether it remembered the session
    record Connected(ServerLimits server, boolean sessionPresent) implements ClientEvent {}

    /// The connection was lost, or could not be made.
    ///
    /// @param retryIn when the next attempt is made; null when none is: then the client is closed
    record Disconnected(MqttException cause, @Nullable Duration retryIn) implements ClientEvent {}

    /// The server referred the client to another server, and the client follows
    /// ([io.hongyan.client.MqttClientBuilder#followServerReference]).
    ///
    /// @param permanent whether `to` takes the place of `from` as long as this client lives
    record Redirected(ServerAddress from, ServerAddress to, boolean permanent) implements ClientEvent {}

    /// A message of QoS 0 was dropped because its receiver is slower than the server sends, or a message of any QoS
    /// had no receiver here.
    record MessageDropped(Topic topic, String why) implements ClientEvent {}

    /// A receiver threw. The message is acknowledged nevertheless: otherwise it would be sent again and again.
    record ReceiverFailed(Topic topic, Throwable cause) implements ClientEvent {}

    /// A hook of the user threw; the client continues as without the hook.
    ///
    /// @param hook which one: "reconnect hook", "rule for server references" or "token provider"
    record HookFailed(String hook, Throwable cause) implements ClientEvent {}

    /// A task of the client itself failed, which is a fault of this library: the client reconnects.
    record TaskFailed(Throwable cause) implements ClientEvent {}

    /// A filter could not be subscribed again after a new session: the server refuses it now.
    record SubscriptionLost(String filter, MqttException cause) implements ClientEvent {}

    /// The outcome of a message without a future: of an earlier client, from the queue on disk, or given to
    /// [io.hongyan.client.MqttClient#enqueue].
    record MessageEnded(Message message, PublishOutcome outcome) implements ClientEvent {}

    /// The queue on disk cannot be written; one event until it can. The client tries again each second. Meanwhile no
    /// new message is accepted, and QoS 2 does not continue.
    record QueueFailed(Exception cause) implements ClientEvent {}

    /// The cloud service says that a token ends soon. A client with a renewing
    /// [io.hongyan.client.auth.TokenCredentials] uploads a new one by itself.
    ///
    /// @param type `R`, `W` or `RW`
    record TokenExpiring(String type, Instant expiry) implements ClientEvent {}

    /// The cloud service says that a token is no longer valid, and ends the connection.
    ///
    /// @param type `R`, `W` or `RW`
    /// @param code 1 forged, 2 expired, 3 revoked, 4 other resource, 5 other action, 8 bad signature, -1 other account
    record TokenInvalid(String type, int code) implements ClientEvent {}
}
