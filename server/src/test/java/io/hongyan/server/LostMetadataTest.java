package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.DataFolderException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a data folder without its metadata is not taken for a new one, which would delete all that is in its store.
class LostMetadataTest {
    private static final Connecting KEEPER =
            Connecting.as(Version.MQTT_3_1_1, "keeper").lasting();

    @TempDir
    private Path parent;

    private Path data;
    private Path metadata;

    @BeforeEach
    void leaveSession() throws IOException {
        data = parent.resolve("data");
        metadata = data.resolve("metadata.json");
        try (Server server = Server.start(config())) {
            RawClient keeper = new RawClient(server.ports().get("tcp")).connect(KEEPER);
            keeper.expectAccepted();
            keeper.subscribe(QoS.AT_LEAST_ONCE, "a");
            keeper.leave();
        }
    }

    private ServerConfig config(String... more) {
        return source(more).read(new ArrayList<>());
    }

    private ConfigSource source(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "data=" + data, "bind=127.0.0.1", "broker.shards=2", "profile=open", "auth.allowAnonymous=true"));
        for (String listener : List.of(
                "listeners.tcp",
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            settings.add(listener + ".port=" + (listener.endsWith("tcp") ? "auto" : "0"));
        }
        settings.addAll(List.of(more));
        return new ConfigSource(null, Map.of(), settings);
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> Server.start(config()))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining(why);
    }

    @Test
    void without_metadata_nothing_is_made_anew_and_nothing_is_deleted() throws IOException {
        Path saved = Files.move(metadata, parent.resolve("saved"));
        Path credentials = data.resolve("credentials.json");
        String before = Files.readString(credentials);

        assertRefused("metadata.json is gone, but " + credentials);
        assertThat(Server.check(source().readAll(new ArrayList<>())).faults())
                .anyMatch(fault -> fault.contains("metadata.json is gone"));
        assertThat(Files.readString(credentials)).isEqualTo(before);
        Files.delete(credentials);
        assertRefused("holds sessions or messages");
        assertThat(metadata).doesNotExist();

        Files.move(saved, metadata);
        try (Server server = Server.start(config())) {
            RawClient keeper = new RawClient(server.ports().get("tcp")).connect(KEEPER);
            assertThat(keeper.expectAccepted().sessionPresent()).isTrue();
        }
    }

    @Test
    void a_store_that_is_gone_is_not_made_anew_as_long_as_nobody_says_so() throws IOException {
        Path store = data.resolve("store");
        Path saved = Files.move(store, parent.resolve("saved"));

        assertRefused(store + " is gone, empty or without its file CURRENT, but it was in use");
        assertThat(Server.check(source().readAll(new ArrayList<>())).faults())
                .anyMatch(fault -> fault.contains("is gone, empty or without"));
        assertThat(store).doesNotExist();
        Files.createDirectory(store); // a mount point without its file system
        assertRefused("is gone, empty or without");

        Files.delete(store);
        Files.move(saved, store);
        Server.start(config()).close();
        Files.move(store, saved);
        Files.delete(data.resolve("store.made"));
        Server.start(config()).close();
    }

    @Test
    void a_folder_whose_store_was_removed_too_begins_anew() throws IOException {
        Files.delete(metadata);
        Files.delete(data.resolve("credentials.json"));
        try (var files = Files.list(data.resolve("store"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (Server server = Server.start(config())) {
            assertThat(server.ports()).containsKey("tcp");
        }
    }

    @Test
    void a_certificate_whose_key_is_gone_is_not_made_anew() throws IOException {
        Files.delete(data.resolve("tls/server.key"));
        assertRefused("server.key: it is gone, but its certificate");
        assertThat(Server.check(source().readAll(new ArrayList<>())).faults())
                .anyMatch(fault -> fault.contains("server.key: it is gone"));
        Files.delete(data.resolve("tls/server.crt"));
        Server.start(config()).close();
    }

    /// A process that dies between the two would leave a store that no metadata belongs to.
    @Test
    void whoever_gets_in_finds_the_metadata_on_disk() throws Exception {
        int port = freePort();
        Path fresh = parent.resolve("fresh");
        AtomicReference<Boolean> written = new AtomicReference<>();
        Thread visitor = Thread.ofPlatform().start(() -> {
            while (written.get() == null && !Thread.currentThread().isInterrupted()) {
                try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    written.set(Files.exists(fresh.resolve("metadata.json")));
                } catch (IOException _) {
                    Thread.onSpinWait();
                }
            }
        });
        data = fresh;
        try (Server server = Server.start(config("listeners.tcp.port=" + port))) {
            assertThat(server.ports()).containsEntry("tcp", port);
            await().until(() -> written.get() != null);
        } finally {
            visitor.interrupt();
        }
        assertThat(written.get()).isTrue();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
