package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.disk.DiskJournal;
import io.hongyan.client.disk.DiskRecord;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientEvent.MessageEnded;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.message.PublishOutcome.Dropped;
import io.hongyan.client.message.PublishOutcome.Uncertain;
import io.hongyan.client.message.PublishOutcome.Why;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.Publish;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a client says about its messages when the disk with its queue fails. The next write has to replace the file,
/// because most of it is not needed any more; that fails while the folder has another name.
class DiskFailureTest {
    private static final String ID = "disk";

    @TempDir
    private Path parent;

    private Path folder = Path.of("");
    private Path renamed = Path.of("");
    private final Received<ClientEvent> events = new Received<>();

    @BeforeEach
    void name() {
        folder = parent.resolve("queue");
        renamed = parent.resolve("renamed");
    }

    private void prepare(Message... messages) throws IOException {
        try (DiskJournal journal = DiskJournal.open(folder, ID, Long.MAX_VALUE)) {
            List<DiskRecord> records = new ArrayList<>();
            for (int i = 0; i < messages.length; i++) {
                records.add(new DiskRecord.Added(i + 1, InstantSource.system().millis(), messages[i]));
            }
            journal.append(records);
            for (long place = 100; journal.fileLength() <= DiskJournal.SMALL; place++) {
                journal.append(List.of(
                        new DiskRecord.Added(place, 0, Message.of("a", new byte[2 << 20])),
                        new DiskRecord.Ended(place)));
            }
        }
    }

    private MqttClientBuilder builder(int port) {
        return MqttClient.builder()
                .server("mqtt://127.0.0.1:" + port)
                .clientId(ID)
                .version(Version.MQTT_3_1_1)
                .persistentSession(Duration.ofHours(1))
                .reconnect(Reconnect.USUAL.between(Duration.ofMillis(50), Duration.ofMillis(50)))
                .queue(OfflineQueue.USUAL.onDisk(folder))
                .onEvent(events);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private List<Message> left() throws IOException {
        Files.move(renamed, folder);
        try (DiskJournal journal = DiskJournal.open(folder, ID, DiskJournal.SMALL)) {
            return journal.entries().stream()
                    .map(entry -> entry.added().message())
                    .toList();
        }
    }

    @Test
    void a_message_that_could_not_be_written_is_not_called_kept() throws IOException {
        Message written = Message.of("a", "written");
        prepare(written);
        CompletableFuture<PublishOutcome> waiting;
        CompletableFuture<Void> enqueued;
        try (MqttClient client = builder(closedPort()).start()) {
            Files.move(folder, renamed);
            waiting = client.async().publish(Message.of("a", "waiting"));
            enqueued = client.async().enqueue(Message.of("a", "enqueued"));
            events.next(ClientEvent.QueueFailed.class);
        }
        assertThat(waiting.join()).isEqualTo(new Dropped(Why.DISK_FAILED));
        assertThat(enqueued)
                .failsWithin(Received.PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(MqttException.NotPublished.class);
        assertThat(left()).containsExactly(written);
    }

    @Test
    void a_disk_that_fails_is_reported_and_tried_again() throws IOException {
        OfflineQueue one = OfflineQueue.USUAL
                .of(1, 10 << 20)
                .withWhenFull(OfflineQueue.WhenFull.DROP_OLDEST)
                .onDisk(folder);
        try (MqttClient client = builder(closedPort()).queue(one).start()) {
            for (long written = 0; written < DiskJournal.SMALL; written += 2 << 20) {
                client.enqueue(Message.of("a", new byte[2 << 20]));
            }
            // With the next message the file is of no use any more, and is to be replaced, in a folder that is gone.
            Files.move(folder, renamed);
            CompletableFuture<Void> held = client.async().enqueue(Message.of("a", "held"));
            events.next(ClientEvent.QueueFailed.class);
            assertThat(client.async().publish(Message.of("a", "refused")).join())
                    .isEqualTo(new Dropped(Why.DISK_FAILED));
            assertThat(held).isNotDone();
            Files.move(renamed, folder);
            held.join();
        }
        try (DiskJournal journal = DiskJournal.open(folder, ID, DiskJournal.SMALL)) {
            assertThat(journal.entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.added().message().payload())
                            .asString()
                            .isEqualTo("held"));
        }
    }

    @Test
    void a_message_that_was_sent_is_uncertain_when_it_cannot_be_kept_at_close() throws IOException {
        prepare();
        Received<Packet> seen = new Received<>();
        CompletableFuture<PublishOutcome> sent;
        CompletableFuture<PublishOutcome> held;
        try (HostileServer server = new HostileServer(peer -> {
                    peer.accept();
                    while (true) {
                        seen.accept(CloudTest.read(peer));
                    }
                });
                MqttClient client = builder(server.port()).connect()) {
            Files.move(folder, renamed);
            sent = client.async().publish(Message.of("a", "sent"));
            held = client.async().publish(Message.of("a", "held").withQos(QoS.EXACTLY_ONCE));
            seen.next(Publish.class);
            events.next(ClientEvent.QueueFailed.class);
        }
        assertThat(sent.join()).isInstanceOf(Uncertain.class);
        assertThat(held.join()).isEqualTo(new Dropped(Why.DISK_FAILED));
        assertThat(left()).isEmpty();
    }

    @Test
    void qos_2_that_waited_for_the_disk_and_was_not_sent_is_sent_to_a_server_without_its_session() throws IOException {
        prepare(Message.of("a", "2").withQos(QoS.EXACTLY_ONCE));
        int port = closedPort();
        Received<Packet> seen = new Received<>();
        CompletableFuture<Void> cut = new CompletableFuture<>();
        try (MqttClient client = builder(port).start()) {
            Files.move(folder, renamed);
            try (HostileServer server = new HostileServer(
                    peer -> {
                        peer.accept();
                        if (!cut.isDone()) {
                            cut.join();
                            peer.reset();
                        }
                        while (true) {
                            seen.accept(CloudTest.read(peer));
                        }
                    },
                    new ServerSocket(port, 50, InetAddress.getLoopbackAddress()))) {
                events.next(ClientEvent.QueueFailed.class);
                assertThat(client.isConnected()).isTrue();
                assertThat(server.port()).isEqualTo(port);
                cut.complete(null);
                events.next(ClientEvent.Disconnected.class);
                events.next(ClientEvent.Connected.class);
                Files.move(renamed, folder);
                Publish publish = seen.next(Publish.class);
                assertThat(publish.qos()).isEqualTo(QoS.EXACTLY_ONCE);
                assertThat(publish.dup()).isFalse();
            }
        }
    }

    @Test
    void qos_0_that_was_not_sent_and_is_still_on_disk_is_not_called_dropped() throws IOException {
        Message message = Message.of("a", "0").withQos(QoS.AT_MOST_ONCE);
        prepare(message);
        int port = closedPort();
        try (MqttClient client = builder(port).start()) {
            Files.move(folder, renamed);
            try (HostileServer server = new HostileServer(
                    HostileServer.Peer::accept, new ServerSocket(port, 50, InetAddress.getLoopbackAddress()))) {
                events.next(ClientEvent.QueueFailed.class);
                assertThat(server.port()).isEqualTo(port);
                client.async().close().join();
            }
        }
        while (!events.isEmpty()) {
            assertThat(events.next()).isNotInstanceOf(MessageEnded.class);
        }
        assertThat(left()).containsExactly(message);
    }
}
