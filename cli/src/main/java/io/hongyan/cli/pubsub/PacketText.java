package io.hongyan.cli.pubsub;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Auth;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Disconnect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PingReq;
import io.hongyan.codec.packet.PingResp;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.UnsubAck;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.util.stream.Collectors;

/// A packet in one line for `--debug`. It shows neither password nor payload.
final class PacketText {
    private PacketText() {}

    static String of(Packet packet) {
        return switch (packet) {
            case Publish p -> "PUBLISH " + p.topic() + publishDetail(p);
            case PubAck p -> ack("PUBACK", p.packetId(), p.reason()) + text(p.properties());
            case PubRec p -> ack("PUBREC", p.packetId(), p.reason()) + text(p.properties());
            case PubRel p -> ack("PUBREL", p.packetId(), p.reason());
            case PubComp p -> ack("PUBCOMP", p.packetId(), p.reason());
            case PingReq p -> "PINGREQ";
            case PingResp p -> "PINGRESP";
            case Connect p ->
                "CONNECT " + p.version() + " client id '" + p.clientId() + "'"
                        + (p.username() == null ? "" : " user '" + p.username() + "'")
                        + (p.cleanStart() ? " clean start" : "") + " keep alive " + p.keepAlive() + " s";
            case ConnAck p ->
                "CONNACK " + p.reason().text() + (p.sessionPresent() ? ", session present" : "") + text(p.properties());
            case Subscribe p ->
                "SUBSCRIBE " + p.packetId()
                        + p.subscriptions().stream().map(PacketText::entry).collect(Collectors.joining());
            case SubAck p ->
                "SUBACK " + p.packetId() + " "
                        + p.reasons().stream().map(ReasonCode::text).collect(Collectors.joining(", "))
                        + text(p.properties());
            case Unsubscribe p -> "UNSUBSCRIBE " + p.packetId() + " " + String.join(" ", p.filters());
            case UnsubAck p -> "UNSUBACK " + p.packetId() + text(p.properties());
            case Disconnect p -> "DISCONNECT " + p.reason().text() + text(p.properties());
            case Auth p -> "AUTH " + p.reason().text();
        };
    }

    private static String publishDetail(Publish p) {
        return " QoS " + p.qos().level() + (p.qos() == QoS.AT_MOST_ONCE ? "" : " id " + p.packetId())
                + (p.retain() ? " retain" : "") + (p.dup() ? " dup" : "") + ", " + p.payload().length + " bytes";
    }

    private static String ack(String name, int packetId, ReasonCode reason) {
        return name + " " + packetId + (reason == ReasonCode.SUCCESS ? "" : " " + reason.text());
    }

    private static String text(Properties properties) {
        String text = properties.text(Property.REASON_STRING);
        return text == null ? "" : " (" + text + ")";
    }

    private static String entry(Subscription subscription) {
        return " " + subscription.filter() + " (QoS " + subscription.qos().level() + ")";
    }
}
