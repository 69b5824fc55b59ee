package io.hongyan.cassandra.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A node of Cassandra for whoever tries a cluster: `./hongyan dev cluster` starts it.
final class CassandraMain {
    private static final Duration LOOK = Duration.ofMillis(500);

    private CassandraMain() {}

    /// Runs it until one of the two ends. A file `ready` in the folder says that it takes clients.
    ///
    /// @param words folder, port for clients, port for other nodes
    public static void main(String[] words) throws IOException {
        Path folder = Path.of(words[0]);
        Files.deleteIfExists(folder.resolve("ready"));
        Path java = Jdk17.find().orElseThrow(() -> new IllegalStateException(Jdk17.MISSING));
        CassandraServer server =
                CassandraServer.start(folder, java, true, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        ProcessHandle process = server.handle();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        Files.writeString(folder.resolve("ready"), "");
        while (process.isAlive()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        throw new IllegalStateException("Cassandra has ended; output.txt in " + folder + " says why");
    }
}
