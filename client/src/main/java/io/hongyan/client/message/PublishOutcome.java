package io.hongyan.client.message;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Properties;
import org.jspecify.annotations.Nullable;

/// The outcome of a published message.
public sealed interface PublishOutcome {
    /// Whether the message was delivered to the server, as far as its QoS can tell.
    default boolean isDelivered() {
        return this instanceof Sent || this instanceof Acknowledged;
    }

    /// This outcome, or the exception that it means.
    ///
    /// @throws MqttException.Refused when the server refused the message
    /// @throws MqttException.NotPublished when it was dropped, or its fate is unknown
    default PublishOutcome orThrow() {
        return switch (this) {
            case Sent sent -> sent;
            case Acknowledged acknowledged -> acknowledged;
            case Refused refused -> throw new MqttException.Refused("the message", refused.reason(), refused.text());
            case Dropped dropped -> throw new MqttException.NotPublished(this, dropped.text());
            case Uncertain uncertain -> throw new MqttException.NotPublished(this, uncertain.why());
            case Kept kept ->
                throw new MqttException.NotPublished(
                        kept, "the client was closed; the next one with its queue on disk goes on with it");
        };
    }

    /// QoS 0: handed to the network. Nobody will say whether it arrived.
    enum Sent implements PublishOutcome {
        SENT
    }

    /// QoS 1 and 2: the server acknowledged it.
    ///
    /// @param reason success, or that nobody is subscribed ([ReasonCode#NO_MATCHING_SUBSCRIBERS])
    /// @param properties what the server added, 5.0 only
    record Acknowledged(ReasonCode reason, Properties properties) implements PublishOutcome {
        /// Success, and nothing added: what most servers answer.
        public static final Acknowledged PLAIN = new Acknowledged(ReasonCode.SUCCESS, Properties.NONE);
    }

    /// The server refused it, or announced a limit at connect time that it exceeds. Sending it again will not help.
    ///
    /// @param text the server's words, possibly empty
    record Refused(ReasonCode reason, String text) implements PublishOutcome {}

    /// It was not sent.
    ///
    /// @param cause why the client is closed ([Why#CLOSED]), when nobody closed it; otherwise null
    record Dropped(Why why, @Nullable MqttException cause) implements PublishOutcome {
        /// Without a cause.
        public Dropped(Why why) {
            this(why, null);
        }

        /// The reason in words, and what to do.
        public String text() {
            return cause == null ? why.text() : why.text() + ": " + cause.getMessage();
        }
    }

    /// It was sent, and it is unknown whether the server has it: the server has lost the session, the client was
    /// closed, or the server that it would be sent to again does not take it. Send it again yourself if twice is better
    /// than never.
    record Uncertain(String why) implements PublishOutcome {}

    /// The client was closed before the server had acknowledged it. It is on disk
    /// ([io.hongyan.client.config.OfflineQueue#onDisk]), and the next client with that folder goes on with it.
    enum Kept implements PublishOutcome {
        ON_DISK
    }

    /// Why a message was not sent.
    enum Why {
        QUEUE_FULL("the queue is full: publish more slowly, or give it more room (queue)"),
        EXPIRED("it waited longer than it may (queue time to live, or its own expiry)"),
        NOT_CONNECTED("there is no connection, and the queue takes no QoS 0 meanwhile (queue)"),
        DISK_FAILED("the queue cannot be written to disk (QueueFailed event): make room, or check the folder"),
        CLOSED("the client is closed"),
        CANCELLED("its future was cancelled before it was sent"),
        CONNECTION_LOST("a message of QoS 0 waited for the disk when the connection was lost");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        /// The reason in words, and what to do.
        public String text() {
            return text;
        }
    }
}
