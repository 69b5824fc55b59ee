package io.hongyan.codec.packet;

/// The client shows that it is alive (chapter 3.12).
public enum PingReq implements Packet {
    PINGREQ
}
