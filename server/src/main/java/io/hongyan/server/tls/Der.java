package io.hongyan.server.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The few forms of ASN.1 in DER (X.690) that a certificate needs, each as its whole encoding.
///
/// Written by hand although a library knows them all: with Bouncy Castle (bcpkix 1.87) making the certificate took 320
/// to 450 ms in a fresh process, most of it for reading and checking its signed jars, where this takes 30 to 80 ms, and
/// the jars are 9.5 MB. A first start may take 1 s. A test has that library read what is written here.
final class Der {
    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return encoded(SEQUENCE, joined(parts));
    }

    static byte[] set(byte[]... parts) {
        return encoded(SET, joined(parts));
    }

    static byte[] integer(BigInteger value) {
        return encoded(INTEGER, value.toByteArray());
    }

    static byte[] truth() {
        return encoded(BOOLEAN, new byte[] {(byte) 0xff});
    }

    static byte[] text(String text) {
        return encoded(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] octets(byte[] content) {
        return encoded(OCTET_STRING, content);
    }

    /// Bits in whole bytes but for so many unused at the end, 0 to 7.
    static byte[] bits(int unused, byte... content) {
        return encoded(BIT_STRING, joined(new byte[] {(byte) unused}, content));
    }

    /// A moment before 2050, to the second.
    static byte[] time(Instant moment) {
        return encoded(UTC_TIME, UTC.format(moment).getBytes(StandardCharsets.US_ASCII));
    }

    /// Something whose meaning the number tells, without structure inside.
    static byte[] tagged(int number, byte[] content) {
        return encoded(CONTEXT | number, content);
    }

    /// Something whose meaning the number tells, around another encoding.
    static byte[] wrapped(int number, byte[] encoding) {
        return encoded(CONTEXT | CONSTRUCTED | number, encoding);
    }

    /// An object identifier in dots: `2.5.29.17`.
    static byte[] identifier(String dotted) {
        String[] numbers = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(Integer.parseInt(numbers[0]) * 40 + Integer.parseInt(numbers[1]));
        for (int i = 2; i < numbers.length; i++) {
            base128(content, Integer.parseInt(numbers[i]));
        }
        return encoded(OBJECT_IDENTIFIER, content.toByteArray());
    }

    private static void base128(ByteArrayOutputStream out, int number) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (number >>> shift != 0) {
                out.write((number >>> shift & 0x7f) | 0x80);
            }
        }
        out.write(number & 0x7f);
    }

    private static byte[] encoded(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 4);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >>> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
