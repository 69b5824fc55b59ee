package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a start on the data folder of an earlier version finds everything. The folder is in the resources, as the
/// version that made it left it; `-Dhongyan.write.folder=true` replaces it by one of this version, which is right only
/// when a release is made.
class OlderFolderTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/hongyan/server/data-folder-0.1.0.zip");
    /// With a session that outlives the day on which the folder was written.
    private static final Connecting KEEPER =
            Connecting.as(Version.MQTT_5, "keeper").resuming().with(Property.SESSION_EXPIRY_INTERVAL, 0xFFFF_FFFFL);

    @TempDir
    private Path data;

    private Server start() {
        List<String> settings = new ArrayList<>(List.of("data=" + data, "bind=127.0.0.1", "auth.allowAnonymous=true"));
        settings.addAll(List.of("broker.session.maxExpiry=3650d", "broker.store.maxAge=3650d"));
        settings.addAll(List.of("profile=open", "broker.shards=2", "listeners.tcp.port=auto"));
        for (String off : List.of(
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            settings.add(off + ".port=0");
        }
        try {
            return Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RawClient client(Server server, Connecting connecting) {
        RawClient client = new RawClient(server.ports().get("tcp")).connect(connecting);
        client.expectAccepted();
        return client;
    }

    @Test
    void sessions_messages_and_accounts_of_an_earlier_version_are_there() throws IOException {
        if (Boolean.getBoolean("hongyan.write.folder")) {
            write();
        } else {
            unpack();
        }
        String instance = Credentials.read(data).orElseThrow().instance();
        try (Server server = start()) {
            RawClient keeper = new RawClient(server.ports().get("tcp")).connect(KEEPER);
            assertThat(keeper.expectAccepted().sessionPresent()).isTrue();
            Received one = keeper.expectMessage("kept/one", "at least once");
            assertThat(one.qos()).isEqualTo(1);
            Received two = keeper.expectMessage("kept/two", "exactly once");
            assertThat(two.qos()).isEqualTo(2);
            keeper.pubAck(one.packetId());
            keeper.pubRec(two.packetId()).expect(Received.PUBREL);
            keeper.pubComp(two.packetId());
            keeper.send(new Subscribe(7, List.of(new Subscription("state", QoS.AT_MOST_ONCE)), Properties.NONE));
            assertThat(List.of(keeper.next(), keeper.next())) // in any order
                    .extracting(Received::type)
                    .containsExactlyInAnyOrder(Received.SUBACK, Received.PUBLISH);
            keeper.publish("kept/three", "still subscribed");
            keeper.expectMessage("kept/three", "still subscribed");
        }
        Credentials credentials = Credentials.read(data).orElseThrow();
        assertThat(credentials.instance()).isEqualTo(instance);
        assertThat(data.resolve("metadata.json"))
                .as("its secrets are encrypted by the first start that can")
                .content()
                .contains(credentials.accessKey())
                .doesNotContain(credentials.secretKey());
    }

    private void write() throws IOException {
        try (Server server = start()) {
            client(server, KEEPER).subscribe(QoS.EXACTLY_ONCE, "kept/#").leave();
            RawClient publisher = client(server, Connecting.as(Version.MQTT_5, "publisher"));
            publisher.publishAndWait("kept/one", "at least once");
            publisher.publish("kept/two", "exactly once", QoS.EXACTLY_ONCE, 9).expect(Received.PUBREC);
            publisher.pubRel(9).expect(Received.PUBCOMP);
            publisher.publishAndWait("state", "retained", true);
            publisher.leave();
        }
        Files.createDirectories(FOLDER.getParent());
        try (OutputStream file = Files.newOutputStream(FOLDER);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> all = Files.walk(data)) {
            for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
                String name = data.relativize(each).toString().replace('\\', '/');
                if (name.matches(
                        "metadata\\.json|credentials\\.json|store/(CURRENT|IDENTITY|MANIFEST-.*|.*\\.(log|sst))")) {
                    zip.putNextEntry(new ZipEntry(name));
                    Files.copy(each, zip);
                }
            }
        }
    }

    private void unpack() throws IOException {
        try (InputStream file = Files.newInputStream(FOLDER);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = data.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.copy(zip, target);
            }
        }
    }
}
