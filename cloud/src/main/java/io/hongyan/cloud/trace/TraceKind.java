package io.hongyan.cloud.trace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a trace can say, in the words of the cloud service.
public enum TraceKind {
    // of devices
    CONNECT_ACCEPTED(1, "connect", "accepted"),
    CONNECT_NOT_AUTHORIZED(2, "connect", "not authorized"),
    CONNECT_INVALID(3, "connect", "invalid param"),
    CLOSE_CONFLICT(4, "close", "clientId conflict"),
    CLOSE_RESOURCE(5, "close", "resource auth failed"),
    CLOSE_SILENT(6, "close", "no heart"),
    CLOSE_BY_CLIENT(7, "close", "closed by client"),
    CLOSE_INVALID(8, "close", "invalid param"),
    CLOSE_FAULT(9, "close", "Socket IOException"),
    DISCONNECT(10, "disconnect", "disconnected by client"),

    // of messages
    PUB_MQTT(32, "pub_mqtt", "mqtt.trace.action.msg.pub.mqtt", "Pub From Mqtt Client"),
    PUB_MQ(33, "pub_mq", "mqtt.trace.action.msg.pub.mq", "Pub From MQ"),
    /// Code and information are not documented.
    SERVER_SEND(34, "ServerSend", "mqtt.trace.action.msg.server.send", "Pub From Server"),
    SUB(35, "sub", "mqtt.trace.action.msg.sub", "Push To Mqtt Client"),
    PUSH_OFFLINE(36, "push_offline", "mqtt.trace.action.msg.push.offline", "Push Offline Msg To Mqtt Client");

    private static final int FIRST_OF_MESSAGES = 32;
    private static final @Nullable TraceKind[] BY_NUMBER = byNumber();

    private final int number;
    private final String action;
    private final String code;
    private final String info;

    TraceKind(int number, String action, String info) {
        this(number, action, "mqtt.trace.action." + action, info);
    }

    /// @param number in the log: never changes
    TraceKind(int number, String action, String code, String info) {
        this.number = number;
        this.action = action;
        this.code = code;
        this.info = info;
    }

    private static @Nullable TraceKind[] byNumber() {
        @Nullable TraceKind[] all = new TraceKind[64];
        Arrays.stream(values()).forEach(kind -> all[kind.number] = kind);
        return all;
    }

    /// @return null for a number that a later version has written
    static @Nullable TraceKind of(int number) {
        return number < 0 || number >= BY_NUMBER.length ? null : BY_NUMBER[number];
    }

    int number() {
        return number;
    }

    /// `connect`, `pub_mqtt` and so on.
    public String action() {
        return action;
    }

    /// `mqtt.trace.action.connect` and so on.
    public String code() {
        return code;
    }

    /// In words.
    public String info() {
        return info;
    }

    /// Whether it happens to a message, and not to a device.
    public boolean ofMessage() {
        return number >= FIRST_OF_MESSAGES;
    }

    /// Whether it says to whom a message was sent.
    public boolean ofReceiver() {
        return this == SUB || this == PUSH_OFFLINE;
    }
}
