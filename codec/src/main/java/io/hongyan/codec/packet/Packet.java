package io.hongyan.codec.packet;

/// One MQTT control packet (MQTT 5.0, chapter 2.1.2). The same types serve all versions; what a version does
/// not have is absent after decoding and is left out when encoding.
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
