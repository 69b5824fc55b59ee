package io.hongyan.cli.pubsub;

import io.hongyan.cli.option.ConnectFailure;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.wire.PacketEncoder;
import org.jspecify.annotations.Nullable;

/// What an exception of the client library means for the user of a command: text and exit code.
///
/// @param version decides which code a refused CONNECT ends with
/// @param target the server's address for people
record ClientFailure(Version version, String target) {
    private static final String LOGIN = "; check -u and -P, or --ak, --sk, --instance";

    /// What ended a connection that the server had not accepted yet. A server before MQTT 5.0 answers a CONNECT of 5.0
    /// in the form of its own version, which is no answer in 5.0, or it just closes the connection.
    ///
    /// @param serverText what the server said last; null = nothing
    Failure before(MqttException cause, @Nullable String serverText) {
        MqttException own =
                cause instanceof MqttException.Closed && cause.getCause() instanceof MqttException why ? why : cause;
        Failure failure = of(own, serverText);
        if (own instanceof MqttException.ServerFault) {
            return noMqtt(failure);
        }
        if (!version.isV5()) {
            return failure;
        }
        return own instanceof MqttException.Unreachable && failure.exitCode() == Exit.LOST
                ? new Failure(Exit.LOST, failure.text() + "; if it does not speak MQTT 5.0, add -V 311")
                : failure;
    }

    private Failure noMqtt(Failure failure) {
        String other = "; or its port is one for HTTP, for AMQP, or for WebSocket: --url ws://... for that";
        if (!version.isV5()) {
            return new Failure(failure.exitCode(), failure.text() + other);
        }
        String text = " does not speak MQTT 5.0: its answer to CONNECT is one of an older version, or none of MQTT;"
                + " add -V 311";
        return new Failure(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION.code(), target + text + other);
    }

    /// @param serverText what the server said last; null = nothing
    Failure of(MqttException cause, @Nullable String serverText) {
        return switch (cause) {
            case MqttException.ConnectRefused e -> refused(e.reason(), serverText);
            case MqttException.ConnectionLost e -> lost(e, serverText);
            case MqttException.Unreachable e -> unreachable(e);
            case MqttException.ServerFault e -> new Failure(Exit.LOST, target + ": " + String.valueOf(e.getMessage()));
            case MqttException.LoginFailed e -> Failure.usage(String.valueOf(e.getMessage()));
            case MqttException.Interrupted e -> new Failure(Exit.INTERRUPTED, "interrupted");
            case MqttException.Closed e when e.getCause() instanceof MqttException why -> of(why, serverText);
            case MqttException.Closed e -> new Failure(Exit.INTERRUPTED, "interrupted");
            case MqttException.Refused e -> other(e);
            case MqttException.NotPublished e -> other(e);
            case MqttException.TimedOut e -> other(e);
            case MqttException.QueueUnusable e -> other(e);
        };
    }

    private Failure refused(ReasonCode reason, @Nullable String text) {
        int code = version.isV5() ? reason.code() : PacketEncoder.connAckReturnCode(reason);
        String advice = switch (reason) {
            case BAD_USER_NAME_OR_PASSWORD -> LOGIN;
            case NOT_AUTHORIZED -> notAuthorized(text);
            case CLIENT_IDENTIFIER_NOT_VALID -> "; check -i, or --group and --device";
            case UNSUPPORTED_PROTOCOL_VERSION -> "; add -V 311, or another version that it speaks";
            default -> "";
        };
        String said = reason.text() + " (code " + code + ")" + (text == null ? "" : ": " + text);
        String declare = Declaration.advice(text);
        return new Failure(code, target + " refused the connection: " + said + (declare == null ? advice : declare));
    }

    /// A server says this for many causes, and before 5.0 it cannot say which.
    private static String notAuthorized(@Nullable String text) {
        if (text == null) {
            return "; it may want a user name and password (-u and -P, or --ak, --sk, --instance), or not this client:"
                    + " its rights, a blacklist, its certificate, a limit; the log of the server may tell which";
        }
        return text.contains("user name") ? LOGIN : "";
    }

    private Failure lost(MqttException.ConnectionLost cause, @Nullable String text) {
        ReasonCode reason = cause.reason();
        if (reason == null) {
            return new Failure(Exit.LOST, String.valueOf(cause.getMessage()));
        }
        return new Failure(
                reason.isError() ? reason.code() : Exit.LOST,
                target + " ended the connection: " + reason.text() + (text == null ? "" : ": " + text));
    }

    private Failure unreachable(MqttException.Unreachable cause) {
        Throwable below = cause.getCause();
        if (below != null) {
            return ConnectFailure.of(below, target);
        }
        String text = String.valueOf(cause.getMessage());
        return new Failure(text.contains("before it answered CONNECT") ? Exit.LOST : Exit.UNREACHABLE, text);
    }

    private Failure other(MqttException cause) {
        return new Failure(Exit.LOST, target + ": " + cause.getMessage());
    }
}
