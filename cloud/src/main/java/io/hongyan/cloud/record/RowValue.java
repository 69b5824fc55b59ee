package io.hongyan.cloud.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Values of rows: a format byte, then fields one after the other.
public final class RowValue {
    private RowValue() {}

    /// Writes fields.
    @FunctionalInterface
    public interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    /// Reads fields.
    @FunctionalInterface
    public interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    /// @param format of the fields, 1 to 127
    public static byte[] write(int format, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(format);
            fields.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    /// @throws IllegalStateException when the value has another format or ends too early
    public static <T> T read(byte[] value, int format, Reader<T> reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            int found = in.readByte();
            if (found != format) {
                throw new IllegalStateException("a row has format " + found + ", not " + format);
            }
            return reader.read(in);
        } catch (IOException e) {
            throw new IllegalStateException("a row ends too early", e);
        }
    }

    /// Writes bytes and how many they are.
    public static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /// Reads what the other one wrote.
    public static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
