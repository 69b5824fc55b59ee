package io.hongyan.rocketmq.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/// The folder of a [TryoutProgram], which one at a time may have.
record TryoutFolder(Path path, FileChannel lock) implements AutoCloseable {
    private static final String LOCK = "ports";

    /// Takes the folder, and makes it when it is new.
    ///
    /// @param ports written down for whoever wants the folder, too
    static TryoutFolder take(Path path, TryoutPorts ports) throws IOException {
        try {
            Files.createDirectories(path);
            if (!Files.exists(path.resolve(LOCK)) && !isEmpty(path)) {
                throw new IllegalArgumentException(
                        path + " has other files in it; name a folder that is new or empty, or that it had before");
            }
            FileChannel channel = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new IllegalArgumentException("a RocketMQ runs already with the folder " + path + ", at the ports "
                        + Files.readString(path.resolve(LOCK), UTF_8));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(ports.toString().getBytes(UTF_8)));
            return new TryoutFolder(path, channel);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(e.getFile() + " is no folder", e);
        } catch (FileSystemException e) {
            throw new IllegalArgumentException(path + " cannot be used: " + e, e);
        }
    }

    private static boolean isEmpty(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
