package io.hongyan.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.OpenStore;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.StoreException;
import io.hongyan.store.cassandra.config.CassandraOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a start finds, and what it refuses.
class CassandraOpeningTest {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension();

    private final String keySpace = CASSANDRA.keySpace();

    private static CassandraOptions options(InetSocketAddress at, String keySpace, int copies) {
        return new CassandraOptions(
                List.of(at), null, keySpace, copies, null, Duration.ofDays(7), "one", CassandraOptions.MOST_WAITING);
    }

    private static Store open(CassandraOptions options) {
        return CassandraStore.open(options, StoreLimits.defaults(), new SystemClock());
    }

    @Test
    void a_cassandra_that_is_not_there_is_named_with_the_key() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
        assertThatThrownBy(() -> open(options(nobody, keySpace, 1)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("store.cassandra.contactPoints")
                .hasMessageContaining(":" + nobody.getPort())
                .hasMessageNotContaining("null");
    }

    @Test
    void what_a_store_needs_is_looked_at_without_a_change_and_made_before_the_first_start() {
        CassandraOptions options = CASSANDRA.options(keySpace);
        CassandraSetup.check(options, StoreLimits.defaults());
        assertThat(CASSANDRA
                        .session()
                        .execute("SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = '" + keySpace
                                + "'")
                        .one())
                .isNull();
        assertThatThrownBy(() -> CassandraSetup.check(
                        options(options.contactPoints().getFirst(), keySpace, 3), StoreLimits.defaults()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("replicationFactor");
        assertThat(CassandraSetup.make(options)).isTrue();
        assertThat(CassandraSetup.make(options)).isFalse();
        CassandraSetup.check(options, StoreLimits.defaults());
        CASSANDRA.open(keySpace).close();
    }

    @Test
    void tables_that_were_begun_and_not_completed_are_refused() {
        assertThat(CassandraSetup.make(CASSANDRA.options(keySpace))).isTrue();
        CASSANDRA.session().execute("UPDATE " + keySpace + ".schema_version SET complete = false WHERE id = 'tables'");
        assertThatThrownBy(() -> CASSANDRA.open(keySpace))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("never completed")
                .hasMessageContaining("DROP KEYSPACE " + keySpace);
        assertThatThrownBy(() -> CassandraSetup.check(CASSANDRA.options(keySpace), StoreLimits.defaults()))
                .hasMessageContaining("never completed");
    }

    @Test
    void tables_of_a_newer_program_are_refused() {
        CASSANDRA.open(keySpace).close();
        CASSANDRA.session().execute("UPDATE " + keySpace + ".schema_version SET version = 99 WHERE id = 'tables'");
        assertThatThrownBy(() -> CASSANDRA.open(keySpace))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("newer program");
    }

    @Test
    void more_copies_than_nodes_are_refused() {
        assertThatThrownBy(() -> open(options(CASSANDRA.server().address(), keySpace, 3)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("store.cassandra.replicationFactor")
                .hasMessageContaining("1 node");
    }

    @Test
    void messages_that_cassandra_would_drop_too_early_are_refused() {
        CassandraOptions day = new CassandraOptions(
                List.of(CASSANDRA.server().address()), null, keySpace, 1, null, Duration.ofDays(1), "one", 1 << 20);
        assertThatThrownBy(() -> open(day))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("store.cassandra.ttl");
    }

    @Test
    void a_connection_that_was_open_is_told_until_it_is_closed() {
        OpenChannel channel = new OpenChannel("i", "c", new MessageId(1, 2), "127.0.0.1:5");
        OpenChannel other = new OpenChannel("i", "c", new MessageId(1, 3), "[::1]:6");
        try (OpenStore run = new OpenStore(CASSANDRA.open(keySpace))) {
            run.shard.opened(channel);
            run.shard.opened(other);
            run.shard.closed(other);
            run.durable().join();
        }
        Store store = CASSANDRA.open(keySpace);
        assertThat(store.openChannels()).containsExactly(channel);
        try (OpenStore run = new OpenStore(store)) {
            run.shard.closed(channel);
            run.durable().join();
        }
        try (Store again = CASSANDRA.open(keySpace)) {
            assertThat(again.openChannels()).isEmpty();
        }
    }

    @Test
    void an_inbox_of_which_everything_is_done_goes_on_behind_it() {
        try (OpenStore run = new OpenStore(CASSANDRA.open(keySpace))) {
            run.session("c");
            for (int i = 1; i <= 3; i++) {
                run.append("c", i, OpenStore.message("a", "m" + i));
            }
            run.durable().join();
            for (int i = 1; i <= 3; i++) {
                run.done("c", i);
            }
            run.durable().join();
        }
        try (OpenStore run = new OpenStore(CASSANDRA.open(keySpace))) {
            assertThat(run.sessions.get("c").waiting().messages()).isZero();
            assertThat(run.sessions.get("c").waiting().lastSequence()).isEqualTo(3);
            run.append("c", 4, OpenStore.message("a", "m4"));
            run.durable().join();
            assertThat(run.texts("c", 0, 10)).containsExactly("m4");
        }
    }

    @Test
    void a_message_that_is_too_large_for_one_batch_reaches_all_the_same() {
        String large = "x".repeat(200_000);
        try (OpenStore run = new OpenStore(CASSANDRA.open(keySpace))) {
            run.session("p");
            run.session("c");
            run.session("d");
            var batch = run.of("p").newBatch();
            run.shard.within(batch, () -> {
                run.append("c", 1, OpenStore.message("a", large));
                run.append("d", 1, OpenStore.message("a", large));
            });
            run.of("p").received(3, batch);
            run.durable().join();
        }
        try (OpenStore run = new OpenStore(CASSANDRA.open(keySpace))) {
            assertThat(run.texts("c", 0, 10)).containsExactly(large);
            assertThat(run.texts("d", 0, 10)).containsExactly(large);
            assertThat(run.sessions.get("p").receivedIds()).containsExactly(3);
        }
    }
}
