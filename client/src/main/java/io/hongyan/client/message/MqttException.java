package io.hongyan.client.message;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import java.io.Serial;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The failures of a client. The message of each kind says what to do.
///
/// The client makes them. Their constructors are public for the tests of programs that handle them.
public abstract sealed class MqttException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private MqttException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    private MqttException(MqttException original) {
        super(original.getMessage(), original.getCause());
        addSuppressed(original);
    }

    /// The same failure with the stack trace of the calling thread, for a caller who has waited for a future and throws
    /// what it ended with: blocking calls of the client do. The original is among the suppressed.
    public final MqttException inThisThread() {
        return switch (this) {
            case Unreachable e -> new Unreachable(e);
            case ConnectRefused e -> new ConnectRefused(e);
            case ConnectionLost e -> new ConnectionLost(e);
            case ServerFault e -> new ServerFault(e);
            case Refused e -> new Refused(e);
            case NotPublished e -> new NotPublished(e);
            case TimedOut e -> new TimedOut(e);
            case Closed e -> new Closed(e);
            case LoginFailed e -> new LoginFailed(e);
            case QueueUnusable e -> new QueueUnusable(e);
            case Interrupted e -> new Interrupted(e);
        };
    }

    /// No connection to the server came about: name, network, TLS or WebSocket.
    public static final class Unreachable extends MqttException {
        @Serial
        private static final long serialVersionUID = 1L;

        private Unreachable(Unreachable original) {
            super(original);
        }

        public Unreachable(String server, String what, @Nullable Throwable cause) {
            this(server, what, "check address, port and TLS settings", cause);
        }

        /// @param advice what to do
        public Unreachable(String server, String what, String advice, @Nullable Throwable cause) {
            super("no connection to " + server + ": " + what + "; " + advice, cause);
        }
    }

    /// The server refused the connection.
    public static final class ConnectRefused extends MqttException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final ReasonCode reason;
        private final @Nullable String serverReference;

        private ConnectRefused(ConnectRefused original) {
            super(original);
            this.reason = original.reason;
            this.serverReference = original.serverReference;
        }

        public ConnectRefused(
                String server, ReasonCode reason, @Nullable String text, @Nullable String serverReference) {
            super(
                    server + " refused the connection: " + reason.text() + (text == null ? "" : " (" + text + ")")
                            + advice(reason),
                    null);
            this.reason = reason;
            this.serverReference = serverReference;
        }

        /// The server's code.
        public ReasonCode reason() {
            return reason;
        }

        /// The server or servers that it wants to be used instead, or null when it named none.
        public @Nullable String serverReference() {
            return serverReference;
        }

        private static String advice(ReasonCode reason) {
            return switch (reason) {
                case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED, BAD_AUTHENTICATION_METHOD -> "; check the credentials";
                case CLIENT_IDENTIFIER_NOT_VALID -> "; use a client id that the server accepts";
                case UNSUPPORTED_PROTOCOL_VERSION -> "; set version(MQTT_3_1_1)";
                case SERVER_BUSY, SERVER_UNAVAILABLE, QUOTA_EXCEEDED, CONNECTION_RATE_EXCEEDED -> "; try again later";
                case USE_ANOTHER_SERVER, SERVER_MOVED ->
                    "; use the server it names, or allow to follow it (followServerReference)";
                default -> "";
            };
        }
    }

    /// The connection ended: by the network, by silence, or by the server.
    public static final class ConnectionLost extends MqttException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final @Nullable ReasonCode reason;
        private final @Nullable String serverReference;

        private ConnectionLost(ConnectionLost original) {
            super(original);
            this.reason = original.reason;
            this.serverReference = original.serverReference;
        }

        public ConnectionLost(@Nullable ReasonCode reason, String what) {
            this(reason, what, null);
        }

        public ConnectionLost(@Nullable ReasonCode reason, String what, @Nullable String serverReference) {
            super(what, null);
            this.reason = reason;
            this.serverReference = serverReference;
        }

        /// The server or servers that it wants to be used instead, or null when it named none.
        public @Nullable String serverReference() {
            return serverReference;
        }

        /// What the server said, or null when it said nothing.
        public @Nullable ReasonCode reason() {
            return reason;
        }
    }

    /// The server broke the protocol. Report it to those who run or make it.
    public static final class ServerFault extends MqttException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final ReasonCode reason;
        private final String clause;

        private ServerFault(ServerFault original) {
            super(original);
            this.reason = original.reason;
            this.clause = original.clause;
        }

        public ServerFault(ProtocolException violation) {
            super(
                    "the server broke the protocol (" + violation.clause() + "): " + violation.getMessage()
                            + "; report it to its makers",
                    violation);
            this.reason = violation.reason();
            this.clause = violation.clause();
        }

        /// The code that it was told.
        public ReasonCode reason() {
            return reason;
        }

        /// The clause of the standard that it broke.
        public String clause() {
            return clause;
        }
    }

    /// The server refused a message or a subscription.
    public static final class Refused extends MqttException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final ReasonCode reason;
        private final String text;

        private Refused(Refused original) {
            super(original);
            this.reason = original.reason;
            this.text = original.text;
        }

        public Refused(String what, ReasonCode reason, String text) {
            this(what, reason, text, "check rights, topic and the server's limits");
        }

        /// @param advice what to do
        public Refused(String what, ReasonCode reason, String text, String advice) {
            super(
                    "the server refused " + what + ": " + reason.text() + (text.isEmpty() ? "" : " (" + text + ")")
                            + "; " + advice,
                    null);
            this.reason = reason;
            this.text = text;
        }

        /// The server's words; empty when it gave none.
        public String text() {
            return text;
        }

        /// The server's code.
        public ReasonCode reason() {
            return reason;
        }
    }

    /// A message was not published, or nobody knows whether it was.
    public static final class NotPublished extends MqttException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient PublishOutcome outcome;

        private NotPublished(NotPublished original) {
            super(original);
            this.outcome = original.outcome;
        }

        public NotPublished(PublishOutcome outcome, String why) {
            super(known(outcome) + why, outcome instanceof PublishOutcome.Dropped dropped ? dropped.cause() : null);
            this.outcome = outcome;
        }

        private static String known(PublishOutcome outcome) {
            return switch (outcome) {
                case PublishOutcome.Uncertain ignored -> "nobody knows whether the message was published: ";
                case PublishOutcome.Kept ignored -> "the server has not acknowledged the message: ";
                case PublishOutcome.Dropped ignored -> "the message was not published: ";
                case PublishOutcome.Refused ignored -> "the message was not published: ";
                case PublishOutcome.Sent ignored -> "the message was published: ";
                case PublishOutcome.Acknowledged ignored -> "the message was published: ";
            };
        }

        /// The same as a value: [PublishOutcome.Dropped], [PublishOutcome.Uncertain] or [PublishOutcome.Kept].
        public PublishOutcome outcome() {
            return outcome;
        }
    }

    /// No answer within the time that was given. What was asked may still happen.
    public static final class TimedOut extends MqttException {
        @Serial
        private static final long serialVersionUID = 1L;

        private TimedOut(TimedOut original) {
            super(original);
        }

        public TimedOut(String what, Duration time) {
            this(what, time, "; it may still come: allow more time", null);
        }

        private TimedOut(String what, Duration time, String why, @Nullable Throwable cause) {
            super(what + " had no answer within " + time.toMillis() + " ms" + why, cause);
        }

        /// There is no connection, and the client tries to make one.
        ///
        /// @param last why the last one failed or ended; null = the first attempt is still being made
        public static TimedOut notConnected(String what, Duration time, @Nullable MqttException last) {
            String why = last == null ? "the first attempt is not over" : String.valueOf(last.getMessage());
            return new TimedOut(what, time, ": not connected: " + why + "; the client goes on trying", last);
        }
    }

    /// The client was closed, or is not connected and will not connect again. Make a new one.
    public static final class Closed extends MqttException {
        @Serial
        private static final long serialVersionUID = 1L;

        private Closed(Closed original) {
            super(original);
        }

        public Closed(String why, @Nullable Throwable cause) {
            super(why, cause);
        }
    }

    /// The provider of the credentials failed.
    public static final class LoginFailed extends MqttException {
        @Serial
        private static final long serialVersionUID = 1L;

        private LoginFailed(LoginFailed original) {
            super(original);
        }

        public LoginFailed(String what, @Nullable Throwable cause) {
            super("no credentials: " + what + "; see the cause", cause);
        }
    }

    /// The queue on disk cannot be used: another client has it, or it is damaged.
    public static final class QueueUnusable extends MqttException {
        @Serial
        private static final long serialVersionUID = 1L;

        private QueueUnusable(QueueUnusable original) {
            super(original);
        }

        public QueueUnusable(Path folder, String what, @Nullable Throwable cause) {
            super("the queue on disk in " + folder + " cannot be used: " + what, cause);
        }
    }

    /// The waiting thread was interrupted. Its interrupt flag is set; what was asked may still happen.
    public static final class Interrupted extends MqttException {
        @Serial
        private static final long serialVersionUID = 1L;

        private Interrupted(Interrupted original) {
            super(original);
        }

        public Interrupted(String what, InterruptedException cause) {
            super("interrupted while waiting for " + what, cause);
        }
    }
}
