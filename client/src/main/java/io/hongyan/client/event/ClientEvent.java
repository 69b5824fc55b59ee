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

/// What happens to a client besides messages. Events come one after the other, on the client's executor.
public sealed interface ClientEvent {
    /// The server let the client in.
    ///
    /// @param server what it allows
    /// @param sessionPresent whether it remembered the session
    record Connected(ServerLimits server, boolean sessionPresent) implements ClientEvent {}

    /// The connection is gone, or could not be made.
    ///
    /// @param retryIn when the next attempt is made; null when none is: then the client is closed
    record Disconnected(MqttException cause, @Nullable Duration retryIn) implements ClientEvent {}

    /// The server sent the client elsewhere, and the client follows
    /// ([io.hongyan.client.MqttClientBuilder#followServerReference]).
    ///
    /// @param permanent whether `to` takes the place of `from` as long as this client lives
    record Redirected(ServerAddress from, ServerAddress to, boolean permanent) implements ClientEvent {}

    /// A message of QoS 0 was thrown away because its receiver is slower than the server sends, or a message of any QoS
    /// had no receiver here.
    record MessageDropped(Topic topic, String why) implements ClientEvent {}

    /// A receiver threw. The message counts as received all the same: it would come again and again otherwise.
    record ReceiverFailed(Topic topic, Throwable cause) implements ClientEvent {}

    /// A hook of the user threw; the client goes on as without it.
    ///
    /// @param hook which one: "reconnect hook", "rule for server references" or "token provider"
    record HookFailed(String hook, Throwable cause) implements ClientEvent {}

    /// A task of the client itself failed, which is a fault of this library: the connection is made anew.
    record TaskFailed(Throwable cause) implements ClientEvent {}

    /// A filter could not be subscribed again after a new session: the server refuses it now.
    record SubscriptionLost(String filter, MqttException cause) implements ClientEvent {}

    /// What became of a message that nobody waits for: of a client before this one, from the queue on disk, or given to
    /// [io.hongyan.client.MqttClient#enqueue].
    record MessageEnded(Message message, PublishOutcome outcome) implements ClientEvent {}

    /// The queue on disk cannot be written; told once until it can. It is tried again each second. Meanwhile nothing
    /// new is taken, and QoS 2 does not go on.
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
