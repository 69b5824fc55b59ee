package io.hongyan.codec.packet;

/// The server's answer to PINGREQ (chapter 3.13).
public enum PingResp implements Packet {
    PINGRESP
}
