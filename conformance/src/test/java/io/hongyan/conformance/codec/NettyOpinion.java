package io.hongyan.conformance.codec;

import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.wire.PacketEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;

/// Netty's codec-mqtt.
final class NettyOpinion implements Opinion {
    private static final int LARGEST = 1 << 20;
    private static final int LONGEST_ID = 23;

    /// With 3.1 it accepts client ids of 1 to 23 characters only, as that version says; servers accept longer ones.
    @Override
    public boolean knows(Packet packet, Version version) {
        return version != Version.MQTT_3_1
                || !(packet instanceof Connect connect)
                || (!connect.clientId().isEmpty() && connect.clientId().length() <= LONGEST_ID);
    }

    /// A channel learns its version from CONNECT, and so it gets one first.
    @Override
    public byte[] through(byte[] bytes, Version version) {
        EmbeddedChannel channel = new EmbeddedChannel(new MqttDecoder(LARGEST), MqttEncoder.INSTANCE);
        try {
            if ((bytes[0] & 0xf0) != 0x10) {
                channel.writeInbound(Unpooled.wrappedBuffer(connect(version)));
                ReferenceCountUtil.release(channel.readInbound());
            }
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            MqttMessage message = channel.readInbound();
            DecoderResult result = message.decoderResult();
            if (result.isFailure()) {
                throw new IllegalArgumentException(result.cause());
            }
            channel.writeOutbound(message);
            ByteBuf written = channel.readOutbound();
            byte[] answer = ByteBufUtil.getBytes(written);
            written.release();
            return answer;
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static byte[] connect(Version version) {
        Connect connect = new Connect(version, true, 0, "x", null, null, null, Properties.NONE);
        ByteBuffer frame = ByteBuffer.allocate(PacketEncoder.size(connect, version));
        PacketEncoder.encode(connect, version, frame);
        return frame.array();
    }
}
