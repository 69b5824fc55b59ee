/// Packets, properties and topics of MQTT, and bytes to packets and back. Depends on the JDK alone.
module io.hongyan.codec {
    requires static transitive org.jspecify;

    exports io.hongyan.codec;
    exports io.hongyan.codec.packet;
    exports io.hongyan.codec.property;
    exports io.hongyan.codec.topic;
    exports io.hongyan.codec.wire;
}
