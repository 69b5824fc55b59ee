package io.hongyan.codec.packet;

/// One MQTT control packet (MQTT 5.0, chapter 2.1.2). The same model serves all versions; what a version cannot
/// carry is absent on decoding and left out on encoding.
public sealed interface Packet
        permits Publish,
                PubAck,
                PubRec,
                PubRel,
                PubComp,
                PingReq,
                PingResp,
                Subscribe,
                SubAck,
                Unsubscribe,
                UnsubAck,
                Connect,
                ConnAck,
                Disconnect,
                Auth {}
