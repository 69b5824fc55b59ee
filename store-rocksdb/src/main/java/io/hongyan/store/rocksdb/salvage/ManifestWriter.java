package io.hongyan.store.rocksdb.salvage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hongyan.store.rocksdb.engine.Table;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;

/// Encodes a manifest of RocksDB that names chosen table files, all of them in level 0, where files may overlap and the
/// sequence numbers of the rows decide. RocksJava has no call that takes a file out of a manifest.
///
/// A manifest is a log of version edits: records with a header in blocks of 32 KiB, each record a list of tagged
/// fields.
final class ManifestWriter {
    /// Higher than every sequence number in use, so that all rows are visible.
    private static final long LAST_SEQUENCE = 1L << 55;

    private static final long HIGHEST_SEQUENCE = (1L << 56) - 1;
    private static final int VALUE = 1;

    // the tags of fields
    private static final int COMPARATOR = 1;
    private static final int LOG_NUMBER = 2;
    private static final int NEXT_FILE = 3;
    private static final int LAST = 4;
    private static final int MIN_LOG_TO_KEEP = 10;
    private static final int NEW_FILE = 103;
    private static final int FAMILY = 200;
    private static final int ADD_FAMILY = 201;
    private static final int MAX_FAMILY = 203;

    // the tags of fields of a file
    private static final int END = 1;
    private static final int EPOCH = 13;

    // the log format
    private static final int BLOCK = 32_768;
    private static final int HEADER = 7;
    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int MIDDLE = 3;
    private static final int LAST_PART = 4;
    private static final int MASK_DELTA = 0xa282ead8;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final long firstLog;

    private ManifestWriter(long firstLog) {
        this.firstLog = firstLog;
    }

    /// @param files oldest first
    /// @param firstLog the number of the oldest log; all logs are read again
    /// @param nextFile higher than the number of every file
    static byte[] encode(List<TableFile> files, long firstLog, long nextFile) {
        ManifestWriter writer = new ManifestWriter(firstLog);
        writer.record(new Edit()
                .text(COMPARATOR, "leveldb.BytewiseComparator")
                .number(LOG_NUMBER, firstLog)
                .number(NEXT_FILE, nextFile)
                .number(LAST, LAST_SEQUENCE)
                .number(MIN_LOG_TO_KEEP, firstLog)
                .number(MAX_FAMILY, Table.values().length));
        for (Table table : Table.values()) {
            writer.add(table);
        }
        long epoch = 1;
        for (TableFile file : files) {
            writer.add(file, epoch++);
        }
        return writer.out.toByteArray();
    }

    private void add(Table table) {
        if (table.number() == 0) {
            return; // it is there from the beginning
        }
        record(new Edit()
                .number(FAMILY, table.number())
                .text(COMPARATOR, "leveldb.BytewiseComparator")
                .number(LOG_NUMBER, firstLog)
                .text(ADD_FAMILY, new String(table.label(), US_ASCII)));
    }

    private void add(TableFile file, long epoch) {
        Table table = file.table();
        if (table == null) {
            throw new IllegalArgumentException(file + " belongs to no table");
        }
        Edit edit = new Edit();
        if (table.number() != 0) {
            edit.number(FAMILY, table.number());
        }
        record(edit.number(NEW_FILE, 0)
                .varint(file.number())
                .varint(file.path().toFile().length())
                .bytes(internal(file.keys().smallest(), HIGHEST_SEQUENCE))
                .bytes(internal(file.keys().largest(), 0))
                .varint(0)
                .varint(HIGHEST_SEQUENCE - 1)
                .varint(EPOCH)
                .bytes(new Edit().varint(epoch).toBytes())
                .varint(END));
    }

    /// A key with the sequence number by which it is ordered among equal keys, the highest first.
    private static byte[] internal(byte[] key, long sequence) {
        return ByteBuffer.allocate(key.length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(key)
                .putLong((sequence << 8) | VALUE)
                .array();
    }

    private void record(Edit edit) {
        byte[] bytes = edit.toBytes();
        int from = 0;
        do {
            int left = BLOCK - out.size() % BLOCK;
            if (left < HEADER) {
                out.writeBytes(new byte[left]);
                left = BLOCK;
            }
            int length = Math.min(bytes.length - from, left - HEADER);
            boolean last = from + length == bytes.length;
            int type = from == 0 ? (last ? FULL : FIRST) : last ? LAST_PART : MIDDLE;
            part(type, bytes, from, length);
            from += length;
        } while (from < bytes.length);
    }

    private void part(int type, byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(type);
        crc.update(bytes, from, length);
        int sum = (int) crc.getValue();
        out.writeBytes(ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(Integer.rotateRight(sum, 15) + MASK_DELTA)
                .putShort((short) length)
                .put((byte) type)
                .array());
        out.write(bytes, from, length);
    }

    /// The fields of a version edit.
    private static final class Edit {
        private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

        Edit number(int tag, long value) {
            return varint(tag).varint(value);
        }

        Edit text(int tag, String value) {
            return varint(tag).bytes(value.getBytes(US_ASCII));
        }

        Edit bytes(byte[] value) {
            varint(value.length);
            fields.writeBytes(value);
            return this;
        }

        Edit varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                fields.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            fields.write((int) rest);
            return this;
        }

        byte[] toBytes() {
            return fields.toByteArray();
        }
    }
}
