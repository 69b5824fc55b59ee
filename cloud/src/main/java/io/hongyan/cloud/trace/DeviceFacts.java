package io.hongyan.cloud.trace;

import io.hongyan.broker.event.BrokerEvent.Disconnected;
import io.hongyan.codec.ReasonCode;
import org.jspecify.annotations.Nullable;

/// Says in the words of the cloud service why a connection was refused or ended.
final class DeviceFacts {
    private DeviceFacts() {}

    /// Why a connection was refused.
    ///
    /// @return null when the service has no word for it: it was not the client's fault
    static @Nullable TraceKind refused(ReasonCode reason) {
        return switch (reason) {
            case NOT_AUTHORIZED, BAD_USER_NAME_OR_PASSWORD, BAD_AUTHENTICATION_METHOD, BANNED ->
                TraceKind.CONNECT_NOT_AUTHORIZED;
            default -> isFaultOfClient(reason) ? TraceKind.CONNECT_INVALID : null;
        };
    }

    /// Why a connection ended.
    static TraceKind ended(Disconnected event) {
        if (event.why().equals(Disconnected.BY_CLIENT)) {
            return TraceKind.DISCONNECT;
        }
        return switch (event.reason()) {
            case SESSION_TAKEN_OVER -> TraceKind.CLOSE_CONFLICT;
            case NOT_AUTHORIZED -> TraceKind.CLOSE_RESOURCE;
            case KEEP_ALIVE_TIMEOUT -> TraceKind.CLOSE_SILENT;
            case UNSPECIFIED_ERROR ->
                event.why().equals(Disconnected.CLOSED_BY_CLIENT) ? TraceKind.CLOSE_BY_CLIENT : TraceKind.CLOSE_FAULT;
            default -> isFaultOfClient(event.reason()) ? TraceKind.CLOSE_INVALID : TraceKind.CLOSE_FAULT;
        };
    }

    private static boolean isFaultOfClient(ReasonCode reason) {
        return switch (reason) {
            case MALFORMED_PACKET,
                    PROTOCOL_ERROR,
                    UNSUPPORTED_PROTOCOL_VERSION,
                    CLIENT_IDENTIFIER_NOT_VALID,
                    TOPIC_FILTER_INVALID,
                    TOPIC_NAME_INVALID,
                    TOPIC_ALIAS_INVALID,
                    PACKET_IDENTIFIER_IN_USE,
                    PACKET_IDENTIFIER_NOT_FOUND,
                    RECEIVE_MAXIMUM_EXCEEDED,
                    PACKET_TOO_LARGE,
                    PAYLOAD_FORMAT_INVALID,
                    RETAIN_NOT_SUPPORTED,
                    QOS_NOT_SUPPORTED,
                    SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
                    SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
                    WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED -> true;
            default -> false;
        };
    }
}
