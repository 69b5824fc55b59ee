package io.hongyan.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.store.Store;
import io.hongyan.cassandra.server.CassandraServer;
import io.hongyan.cassandra.server.Jdk17;
import io.hongyan.store.cassandra.config.CassandraOptions;
import io.hongyan.store.cassandra.engine.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One Cassandra for all tests of a JVM, with a key space for each test. Tests are skipped where no Java can run it.
final class CassandraExtension implements BeforeAllCallback {
    private Shared shared;

    /// What all tests have in common.
    private static final class Shared implements AutoCloseable {
        private final AtomicInteger keySpaces = new AtomicInteger();
        private final AtomicBoolean emptied = new AtomicBoolean();
        private final Path folder;
        private final CassandraServer server;
        private final CqlSession session;

        Shared(Path java) {
            try {
                folder = Files.createTempDirectory("hongyan-cassandra");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server = CassandraServer.start(folder, java, Boolean.getBoolean("hongyan.measure"));
            session = Database.session(options(server, "none"));
        }

        @Override
        public void close() throws IOException {
            session.close();
            server.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<Path> java = Jdk17.find();
        Assumptions.assumeTrue(java.isPresent(), Jdk17.MISSING);
        shared = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Shared.class, _ -> new Shared(java.orElseThrow()), Shared.class);
    }

    private static CassandraOptions options(CassandraServer server, String keySpace) {
        return new CassandraOptions(
                List.of(server.address()),
                null,
                keySpace,
                1,
                null,
                Duration.ofDays(7),
                "one",
                CassandraOptions.MOST_WAITING);
    }

    CassandraServer server() {
        return shared.server;
    }

    /// A session that the tests share: to begin one takes longer than most tests.
    CqlSession session() {
        return shared.session;
    }

    /// The name of a key space that no other test has.
    String keySpace() {
        return "t" + shared.keySpaces.incrementAndGet();
    }

    /// A key space with nothing in it. To make one takes a second, to empty one a small part of that.
    String emptied() {
        String keySpace = "emptied";
        if (shared.emptied.compareAndSet(false, true)) {
            open(keySpace).close();
            return keySpace;
        }
        deleteLists(keySpace);
        for (String table : List.of("session", "inbox", "channel", "retained", "outbox", "record")) {
            String name = keySpace + "." + table;
            if (session().execute("SELECT * FROM " + name + " LIMIT 1").one() != null) {
                session()
                        .execute(SimpleStatement.newInstance("TRUNCATE " + name).setTimeout(Duration.ofSeconds(30)));
            }
        }
        return keySpace;
    }

    /// All but the clocks: a store that does not know the times of those before it would write what is older than their
    /// deletions.
    private void deleteLists(String keySpace) {
        Row clock = session()
                .execute("SELECT value FROM " + keySpace + ".list WHERE name = 'clocks'")
                .one();
        long time = clock.getByteBuffer("value").getLong(8) + 2;
        for (Row row : session().execute("SELECT DISTINCT name FROM " + keySpace + ".list")) {
            if (!row.getString("name").equals("clocks")) {
                session()
                        .execute(SimpleStatement.newInstance(
                                "DELETE FROM " + keySpace + ".list USING TIMESTAMP " + time + " WHERE name = ?",
                                row.getString("name")));
            }
        }
    }

    CassandraOptions options(String keySpace) {
        return options(shared.server, keySpace);
    }

    /// Opens a store with a key space, over the shared session.
    Store open(String keySpace) {
        return CassandraStore.over(session(), options(keySpace), StoreLimits.defaults(), new SystemClock(), null);
    }
}
