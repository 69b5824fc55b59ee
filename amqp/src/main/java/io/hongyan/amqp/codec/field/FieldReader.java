package io.hongyan.amqp.codec.field;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Reads the fields of one method or content header in order (AMQP 0-9-1, 4.2.5). A field that is missing or not valid
/// is an [AmqpException]: [ReplyCode#FRAME_ERROR] where lengths do not agree with the frame,
/// [ReplyCode#SYNTAX_ERROR] where a value is not allowed. Nothing is allocated for a length before it is known to be
/// there.
///
/// The buffer has big-endian order and is not moved. Confined to one thread.
public final class FieldReader {
    private final ByteBuffer in;
    private final int classId;
    private final int methodId;
    private int at;
    private int end;

    /// @param start the offset of the first field
    /// @param end the offset after the last field
    /// @param classId what faults name, as `methodId`
    public FieldReader(ByteBuffer in, int start, int end, int classId, int methodId) {
        this.in = in;
        this.at = start;
        this.end = end;
        this.classId = classId;
        this.methodId = methodId;
    }

    /// 0 to 255; also the byte that holds up to eight bits, the first one lowest (4.2.5.2).
    public int readOctet(String what) {
        need(Byte.BYTES, what);
        return in.get(at++) & 0xff;
    }

    /// 0 to 65535.
    public int readShort(String what) {
        need(Short.BYTES, what);
        int value = in.getShort(at) & 0xffff;
        at += Short.BYTES;
        return value;
    }

    /// 32 bits, 0 to 4,294,967,295.
    public long readLong(String what) {
        need(Integer.BYTES, what);
        long value = in.getInt(at) & 0xffff_ffffL;
        at += Integer.BYTES;
        return value;
    }

    /// 64 bits.
    public long readLongLong(String what) {
        need(Long.BYTES, what);
        long value = in.getLong(at);
        at += Long.BYTES;
        return value;
    }

    /// A short string: at most 255 bytes of UTF-8 without zeros (4.2.5.3).
    public String readShortText(String what) {
        int length = readOctet(what);
        String text = text(bytes(length, what), what);
        if (text.indexOf('\0') >= 0) {
            throw syntaxError("4.2.5.3", what + " holds a zero: " + Texts.shown(text));
        }
        return text;
    }

    /// A long string that holds any bytes.
    public byte[] readLongBytes(String what) {
        return bytes(readLong(what), what);
    }

    /// A long string that holds text.
    public String readLongText(String what) {
        return text(readLongBytes(what), what);
    }

    /// A field table, with [TableReader]'s limits.
    public FieldTable readTable(String what) {
        return new TableReader(this, what).table();
    }

    /// Refuses bytes after the last field.
    public void expectEnd() {
        if (hasMore()) {
            throw frameError("4.2.4", (end - at) + " bytes follow the last field");
        }
    }

    boolean hasMore() {
        return at < end;
    }

    /// Reads the length of a table or an array; until [#leave], the reader ends there.
    ///
    /// @return for [#leave]
    int enter(String what) {
        long length = readLong(what);
        need(length, what);
        int outer = end;
        end = at + (int) length;
        return outer;
    }

    void leave(int outer) {
        end = outer;
    }

    private byte[] bytes(long length, String what) {
        need(length, what);
        byte[] bytes = new byte[(int) length];
        in.get(at, bytes);
        at += bytes.length;
        return bytes;
    }

    private String text(byte[] utf8, String what) {
        String text = new String(utf8, UTF_8);
        // What is ill-formed became U+FFFD, which may stand there by right.
        int replaced = text.indexOf('\ufffd');
        if (replaced >= 0 && !isSame(text, utf8)) {
            throw syntaxError("4.2.5.3", what + " is not UTF-8: " + Texts.shown(text));
        }
        return text;
    }

    private static boolean isSame(String text, byte[] utf8) {
        return Arrays.equals(text.getBytes(UTF_8), utf8);
    }

    private void need(long length, String what) {
        if (end - at < length) {
            throw frameError("4.2.4", what + " needs " + length + " bytes, but " + (end - at) + " are left");
        }
    }

    AmqpException frameError(String clause, String message) {
        return new AmqpException(ReplyCode.FRAME_ERROR, clause, message, classId, methodId);
    }

    /// A value that is not allowed.
    ///
    /// @param message what was wrong, naming the value
    public AmqpException syntaxError(String clause, String message) {
        return new AmqpException(ReplyCode.SYNTAX_ERROR, clause, message, classId, methodId);
    }
}
