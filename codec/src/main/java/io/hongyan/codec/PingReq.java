package io.hongyan.codec;

/// The client shows that it is alive (chapter 3.12).
public enum PingReq implements Packet {
    PINGREQ
}
