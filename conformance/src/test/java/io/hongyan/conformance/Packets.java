package io.hongyan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.Hex;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.io.ByteArrayOutputStream;

/// Bytes and properties in short.
final class Packets {
    private Packets() {}

    static byte[] hex(String text) {
        return Hex.bytes(text);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// A PUBLISH with that first byte, whatever it says.
    static byte[] publish(int first, String topic, int id, Version version, String text) {
        byte[] name = topic.getBytes(UTF_8);
        byte[] payload = text.getBytes(UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(name.length >> 8);
        body.write(name.length);
        body.writeBytes(name);
        if ((first & 6) != 0) {
            body.write(id >> 8);
            body.write(id);
        }
        if (version.isV5()) {
            body.write(0);
        }
        body.writeBytes(payload);
        return frame(first, body.toByteArray());
    }

    /// Any packet: the first byte, the remaining length, the body.
    static byte[] frame(int first, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        int rest = body.length;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        out.writeBytes(body);
        return out.toByteArray();
    }

    static Properties with(Property property, long value) {
        return Properties.builder().set(property, value).build();
    }
}
