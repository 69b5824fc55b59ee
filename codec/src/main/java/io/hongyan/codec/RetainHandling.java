package io.hongyan.codec;

/// When retained messages are sent at subscribe time (MQTT 5.0, chapter 3.8.3.1). The ordinal is the value on the wire.
public enum RetainHandling {
    SEND,
    SEND_IF_NEW,
    DO_NOT_SEND
}
