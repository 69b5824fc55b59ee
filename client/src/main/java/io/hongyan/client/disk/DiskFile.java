package io.hongyan.client.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The file of a queue on disk: a header, then batches of records.
///
/// ```
/// "HYQUEUE1" | safe end (8) | CRC of it (4) | length of client id (4) | client id | CRC of the header (4)
/// length (4) | CRC (4) | records ...
/// ```
///
/// Everything before the safe end was synced before that number was written, so what cannot be read there is damage.
/// Behind it are batches that were not promised to anyone: the file ends with the last complete one.
///
/// Confined to one thread at a time.
public final class DiskFile implements AutoCloseable {
    private static final byte[] MAGIC = "HYQUEUE1".getBytes(UTF_8);
    private static final int SAFE_AT = MAGIC.length;
    private static final int ID_AT = SAFE_AT + Long.BYTES + Integer.BYTES;
    private static final int BATCH_HEADER = Integer.BYTES + Integer.BYTES;
    /// Records are gathered up to about so many bytes.
    private static final int BATCH = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private long end;

    private DiskFile(Path path, FileChannel channel, long end) {
        this.path = path;
        this.channel = channel;
        this.end = end;
    }

    /// A new file with nothing but a header.
    public static DiskFile create(Path path, String clientId) throws IOException {
        FileChannel channel = FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        byte[] id = clientId.getBytes(UTF_8);
        ByteBuffer header = ByteBuffer.allocate(ID_AT + Integer.BYTES + id.length + Integer.BYTES);
        header.put(MAGIC).position(ID_AT).putInt(id.length).put(id);
        header.putInt(headerCrc(id)).flip();
        DiskFile file = new DiskFile(path, channel, header.limit());
        try {
            file.write(header, 0);
            file.markSafe();
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return file;
    }

    /// Opens a file and reads what is in it.
    ///
    /// @return the file, ready to be written on
    /// @throws DamagedException when the content is damaged
    public static DiskFile open(Path path, String clientId, Consumer<DiskRecord> reader)
            throws IOException, DamagedException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        DiskFile file = new DiskFile(path, channel, 0);
        try {
            file.load(clientId, reader);
        } catch (IOException | DamagedException e) {
            file.close();
            throw e;
        }
        return file;
    }

    /// The file is damaged, or belongs to another client.
    public static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String what) {
            super(what);
        }
    }

    public long length() {
        return end;
    }

    /// Writes records behind all others; [#sync] makes them safe.
    public void append(List<DiskRecord> records) throws IOException {
        int from = 0;
        int size = 0;
        for (int i = 0; i < records.size(); i++) {
            int more = records.get(i).size();
            if (size > 0 && (long) size + more > BATCH) {
                appendBatch(records.subList(from, i), size);
                from = i;
                size = 0;
            }
            size += more;
        }
        if (size > 0) {
            appendBatch(records.subList(from, records.size()), size);
        }
    }

    /// Whatever was written outlives a loss of power when this returns.
    public void sync() throws IOException {
        channel.force(false);
        markSafe();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void appendBatch(List<DiskRecord> records, int size) throws IOException {
        ByteBuffer batch = ByteBuffer.allocate(BATCH_HEADER + size).position(BATCH_HEADER);
        records.forEach(record -> record.put(batch));
        batch.putInt(0, size).putInt(Integer.BYTES, crc(batch.array(), BATCH_HEADER, size));
        end = write(batch.flip(), end);
    }

    private long write(ByteBuffer bytes, long from) throws IOException {
        long at = from;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        return at;
    }

    private void markSafe() throws IOException {
        ByteBuffer mark = ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(end);
        mark.putInt(crc(mark.array(), 0, Long.BYTES)).flip();
        write(mark, SAFE_AT);
    }

    private void load(String clientId, Consumer<DiskRecord> reader) throws IOException, DamagedException {
        long size = channel.size();
        byte[] start = read(0, ID_AT + Integer.BYTES, size);
        if (start == null || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new DamagedException("it does not begin as a queue does");
        }
        ByteBuffer header = ByteBuffer.wrap(start);
        long safe = header.getLong(SAFE_AT);
        if (header.getInt(SAFE_AT + Long.BYTES) != crc(start, SAFE_AT, Long.BYTES)) {
            throw new DamagedException("its header is not what was written");
        }
        int length = header.getInt(ID_AT);
        byte[] rest = length < 0 ? null : read(start.length, length + (long) Integer.BYTES, size);
        if (rest == null) {
            throw new DamagedException("its header is not what was written");
        }
        byte[] id = Arrays.copyOf(rest, length);
        if (ByteBuffer.wrap(rest).getInt(length) != headerCrc(id)) {
            throw new DamagedException("its header is not what was written");
        }
        if (!Arrays.equals(id, clientId.getBytes(UTF_8))) {
            throw new DamagedException(
                    "it holds messages of client '" + new String(id, UTF_8) + "', not of '" + clientId + "'");
        }
        end = (long) start.length + rest.length;
        readBatches(size, safe, reader);
    }

    private void readBatches(long size, long safe, Consumer<DiskRecord> reader) throws IOException, DamagedException {
        byte[] batch = batch(size);
        while (batch != null) {
            ByteBuffer in = ByteBuffer.wrap(batch);
            while (in.hasRemaining()) {
                DiskRecord record = DiskRecord.read(in);
                if (record == null) {
                    throw new DamagedException("a record behind byte " + end + " cannot be read");
                }
                reader.accept(record);
            }
            end += BATCH_HEADER + batch.length;
            batch = batch(size);
        }
        if (end < safe) {
            throw new DamagedException("what stands at byte " + end + " is not what was written there");
        }
        if (size > end) {
            channel.truncate(end);
            sync();
        }
    }

    /// The next batch; null when there is none that is whole.
    private byte @Nullable [] batch(long size) throws IOException {
        byte[] start = read(end, BATCH_HEADER, size);
        if (start == null) {
            return null;
        }
        ByteBuffer header = ByteBuffer.wrap(start);
        int length = header.getInt(0);
        byte[] batch = length <= 0 ? null : read(end + BATCH_HEADER, length, size);
        return batch != null && header.getInt(Integer.BYTES) == crc(batch, 0, length) ? batch : null;
    }

    private byte @Nullable [] read(long from, long count, long size) throws IOException {
        if (count > size - from) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException(path + " became shorter while it was read");
            }
        }
        return bytes.array();
    }

    private static int headerCrc(byte[] id) {
        byte[] all = Arrays.copyOf(MAGIC, MAGIC.length + id.length);
        System.arraycopy(id, 0, all, MAGIC.length, id.length);
        return crc(all, 0, all.length);
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
