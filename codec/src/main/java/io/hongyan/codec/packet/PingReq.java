package io.hongyan.codec.packet;

/// Keeps the connection alive (chapter 3.12).
public enum PingReq implements Packet {
    PINGREQ
}
