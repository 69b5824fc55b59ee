package io.hongyan.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.disk.DiskJournal;
import io.hongyan.client.disk.DiskRecord;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientEvent.MessageEnded;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.message.PublishOutcome.Acknowledged;
import io.hongyan.client.message.PublishOutcome.Dropped;
import io.hongyan.client.message.PublishOutcome.Kept;
import io.hongyan.client.message.PublishOutcome.Uncertain;
import io.hongyan.client.message.PublishOutcome.Why;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.testkit.FaultyProxy;
import io.hongyan.testkit.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A client whose queue is on disk, and the next one with the same folder.
class DiskQueueTest {
    private static final Reconnect SOON = Reconnect.USUAL.between(Duration.ofMillis(50), Duration.ofMillis(50));
    private static final String ID = "disk";

    @TempDir
    private Path folder;

    private MqttClientBuilder builder(String server) {
        return MqttClient.builder()
                .server(server)
                .clientId(ID)
                .reconnect(SOON)
                .queue(OfflineQueue.USUAL.onDisk(folder));
    }

    private MqttClientBuilder offline() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return builder("mqtt://127.0.0.1:" + socket.getLocalPort());
        }
    }

    private List<DiskJournal.Entry> left() throws IOException {
        try (DiskJournal journal = DiskJournal.open(folder, ID, DiskJournal.SMALL)) {
            return journal.entries();
        }
    }

    @Test
    void messages_outlive_their_client_and_go_before_new_ones_in_order() throws IOException {
        CompletableFuture<PublishOutcome> last;
        try (MqttClient client = offline().start()) {
            for (int i = 1; i <= 4; i++) {
                client.enqueue(Message.of("disk", Integer.toString(i)));
            }
            last = client.async().publish(Message.of("disk", "5"));
        }
        assertThat(last.join()).isEqualTo(Kept.ON_DISK);
        Received<String> received = new Received<>();
        Received<ClientEvent> events = new Received<>();
        try (TestBroker broker = TestBroker.start();
                MqttClient receiver = MqttClient.connect("mqtt://127.0.0.1:" + broker.port())) {
            receiver.subscribe("disk", message -> received.accept(message.text()));
            try (MqttClient client =
                    builder("mqtt://127.0.0.1:" + broker.port()).onEvent(events).start()) {
                client.publish("disk", "6");
                assertThat(received.next(6)).containsExactly("1", "2", "3", "4", "5", "6");
                for (int i = 1; i <= 5; i++) {
                    MessageEnded ended = events.next(MessageEnded.class);
                    assertThat(ended.message().payload()).asString().isEqualTo(Integer.toString(i));
                    assertThat(ended.outcome()).isEqualTo(Acknowledged.PLAIN);
                }
            }
        }
        assertThat(left()).isEmpty();
    }

    /// A server that says what it remembers, and answers as far as told.
    private HostileServer server(boolean session, boolean records, Received<Packet> seen) throws IOException {
        return new HostileServer(peer -> {
            peer.await(1);
            peer.send(session ? "20020100" : "20020000");
            while (true) {
                Packet packet = CloudTest.read(peer);
                seen.accept(packet);
                if (packet instanceof Publish publish && publish.qos() == QoS.EXACTLY_ONCE && records) {
                    CloudTest.send(peer, new PubRec(publish.packetId()));
                } else if (packet instanceof PubRel release && session) {
                    CloudTest.send(peer, new PubComp(release.packetId()));
                }
            }
        });
    }

    private MqttClientBuilder v311(HostileServer server) {
        return builder(server.address()).version(Version.MQTT_3_1_1).persistentSession(Duration.ofHours(1));
    }

    /// Leaves a message of QoS 2 on disk that was sent, or of which even PUBREL was sent.
    private int left(boolean released) throws IOException {
        Received<Packet> seen = new Received<>();
        try (HostileServer server = server(false, released, seen);
                MqttClient client = v311(server).start()) {
            client.enqueue(Message.of("a", "1").withQos(QoS.AT_LEAST_ONCE));
            CompletableFuture<PublishOutcome> future =
                    client.async().publish(Message.of("a", "2").withQos(QoS.EXACTLY_ONCE));
            seen.next(Publish.class);
            Publish second = seen.next(Publish.class);
            if (released) {
                seen.next(PubRel.class);
            }
            client.async().close().join();
            assertThat(future.join()).isEqualTo(Kept.ON_DISK);
            return second.packetId();
        }
    }

    @Test
    void qos_2_that_was_sent_goes_on_under_its_identifier_when_the_server_remembers() throws IOException {
        int id = left(false);
        Received<Packet> seen = new Received<>();
        Received<ClientEvent> events = new Received<>();
        try (HostileServer server = server(true, true, seen);
                MqttClient client = v311(server).onEvent(events).start()) {
            Publish first = seen.next(Publish.class);
            assertThat(first.qos()).isEqualTo(QoS.AT_LEAST_ONCE);
            assertThat(first.dup()).isTrue();
            Publish second = seen.next(Publish.class);
            assertThat(second.qos()).isEqualTo(QoS.EXACTLY_ONCE);
            assertThat(second.dup()).isTrue();
            assertThat(second.packetId()).isEqualTo(id);
            assertThat(events.next(MessageEnded.class).outcome().isDelivered()).isTrue();
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void qos_2_that_the_server_had_is_released_and_not_sent_again() throws IOException {
        int id = left(true);
        Received<Packet> seen = new Received<>();
        Received<ClientEvent> events = new Received<>();
        try (HostileServer server = server(true, false, seen);
                MqttClient client = v311(server).onEvent(events).start()) {
            assertThat(seen.next(Publish.class).qos()).isEqualTo(QoS.AT_LEAST_ONCE);
            assertThat(seen.next()).isEqualTo(new PubRel(id));
            assertThat(events.next(MessageEnded.class).outcome()).isEqualTo(Acknowledged.PLAIN);
            assertThat(client.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void qos_2_is_not_sent_again_when_the_server_has_forgotten_it(boolean released) throws IOException {
        left(released);
        Received<Packet> seen = new Received<>();
        Received<ClientEvent> events = new Received<>();
        try (HostileServer server = server(false, false, seen);
                MqttClient client = v311(server).onEvent(events).start()) {
            assertThat(events.next(MessageEnded.class).outcome())
                    .isInstanceOf(released ? Acknowledged.class : Uncertain.class);
            assertThat(seen.next(Publish.class).qos()).isEqualTo(QoS.AT_LEAST_ONCE);
            assertThat(seen.isEmpty()).isTrue();
            assertThat(client.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"60, 3600, true", "3600, 60, false"})
    void the_time_to_live_goes_on_while_no_process_runs(int live, int waited, boolean expired) throws IOException {
        Message message = Message.of("a", "b");
        try (DiskJournal journal = DiskJournal.open(folder, ID, DiskJournal.SMALL)) {
            long then = InstantSource.system().instant().minusSeconds(waited).toEpochMilli();
            journal.append(List.of(new DiskRecord.Added(1, then, message)));
        }
        Received<ClientEvent> events = new Received<>();
        try (TestBroker broker = TestBroker.start();
                MqttClient client = builder("mqtt://127.0.0.1:" + broker.port())
                        .queue(OfflineQueue.USUAL.onDisk(folder).withTimeToLive(Duration.ofSeconds(live)))
                        .onEvent(events)
                        .start()) {
            PublishOutcome outcome = events.next(MessageEnded.class).outcome();
            assertThat(outcome.isDelivered()).isEqualTo(!expired);
            assertThat(outcome.equals(new Dropped(Why.EXPIRED))).isEqualTo(expired);
            assertThat(client.clientId()).isEqualTo(ID);
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void bounds_hold_over_a_restart() throws IOException {
        OfflineQueue two = OfflineQueue.USUAL.of(2, 10_000).onDisk(folder);
        try (MqttClient client = offline().queue(two).start()) {
            client.enqueue(Message.of("a", "1"));
        }
        try (MqttClient client = offline().queue(two).start()) {
            client.enqueue(Message.of("a", "2"));
            assertThatThrownBy(() -> client.enqueue(Message.of("a", "3")))
                    .isInstanceOf(MqttException.NotPublished.class)
                    .hasMessageContaining("queue is full");
        }
        assertThat(left()).hasSize(2);
    }

    @Test
    void qos_0_waits_on_disk_too_and_is_sent_once() throws IOException {
        Message message = Message.of("zero", "0").withQos(QoS.AT_MOST_ONCE);
        try (MqttClient client = offline().start()) {
            client.enqueue(message);
        }
        assertThat(left()).hasSize(1);
        Received<String> received = new Received<>();
        try (TestBroker broker = TestBroker.start();
                MqttClient receiver = MqttClient.connect("mqtt://127.0.0.1:" + broker.port())) {
            receiver.subscribe("zero", delivery -> received.accept(delivery.text()));
            Received<ClientEvent> events = new Received<>();
            try (MqttClient client =
                    builder("mqtt://127.0.0.1:" + broker.port()).onEvent(events).start()) {
                assertThat(events.next(MessageEnded.class).outcome()).isEqualTo(PublishOutcome.Sent.SENT);
                assertThat(received.next()).isEqualTo("0");
                client.enqueue(message);
                assertThat(received.next()).isEqualTo("0");
            }
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void a_request_is_of_no_use_to_a_later_process() throws IOException {
        try (MqttClient client = offline().replyTopic("a/p2p/disk").start()) {
            CompletableFuture<Delivery> answer =
                    client.async().request(Message.of("question", ""), Duration.ofSeconds(5));
            client.enqueue(Message.of("a", "1"));
            assertThat(answer).isNotDone();
        }
        assertThat(left())
                .extracting(entry -> entry.added().message().topic().toString())
                .containsExactly("a");
    }

    @Test
    void a_folder_belongs_to_one_client_at_a_time() throws IOException {
        try (MqttClient first = offline().start()) {
            MqttClientBuilder second = offline();
            assertThatThrownBy(second::start)
                    .isInstanceOf(MqttException.QueueUnusable.class)
                    .hasMessageContaining("another client uses it; give each a folder of its own");
            assertThat(first.isConnected()).isFalse();
        }
        offline().start().close();
    }

    @Test
    void a_connect_that_fails_lets_go_of_the_folder() throws IOException {
        MqttClientBuilder builder = offline().reconnect(Reconnect.NEVER);
        assertThatThrownBy(builder::connect).isInstanceOf(MqttException.Unreachable.class);
        assertThatThrownBy(builder::connect).isInstanceOf(MqttException.Unreachable.class);
        for (int i = 0; i < 10; i++) {
            assertThat(builder.connectAsync())
                    .failsWithin(Received.PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(MqttException.Unreachable.class);
        }
    }

    @Test
    void a_damaged_queue_and_a_folder_that_cannot_be_are_refused_in_a_sentence() throws IOException {
        Path file = Files.write(folder.resolve("queue.log"), "something else".getBytes(UTF_8));
        MqttClientBuilder damaged = offline();
        assertThatThrownBy(damaged::connect)
                .isInstanceOf(MqttException.QueueUnusable.class)
                .hasMessageContaining("move " + file + " away");
        assertThat(damaged.connectAsync())
                .failsWithin(Received.PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(MqttException.QueueUnusable.class);
        MqttClientBuilder noFolder = offline().queue(OfflineQueue.USUAL.onDisk(file.resolve("below")));
        assertThatThrownBy(noFolder::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("queue.folder");
        MqttClientBuilder nameless = offline().clientId("");
        assertThatThrownBy(nameless::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clientId");
        try (MqttClient inMemory = offline().queue(OfflineQueue.USUAL).start()) {
            Message message = Message.of("a", "b");
            assertThatThrownBy(() -> inMemory.enqueue(message))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("onDisk");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    void over_many_cuts_and_clients_nothing_is_lost_and_no_qos_2_comes_twice(Version version) throws IOException {
        Received<String> ones = new Received<>();
        Received<String> twos = new Received<>();
        List<String> expected = new ArrayList<>();
        try (TestBroker broker = TestBroker.start();
                FaultyProxy proxy = FaultyProxy.to(broker.port()).cutNextRandomly(20, 3000, new Random(44));
                MqttClient receiver = MqttClient.connect("mqtt://127.0.0.1:" + broker.port())) {
            receiver.subscribe("cut/1", message -> ones.accept(message.text()));
            receiver.subscribe(
                    new Subscription("cut/2", QoS.EXACTLY_ONCE),
                    Acknowledge.AFTER_RECEIVER,
                    message -> twos.accept(message.text()));
            while (proxy.cutsLeft() > 0) {
                try (MqttClient client = builder("mqtt://127.0.0.1:" + proxy.port())
                        .version(version)
                        .persistentSession(Duration.ofHours(1))
                        .start()) {
                    for (int i = 0; i < 20; i++) {
                        String number = Integer.toString(expected.size());
                        expected.add(number);
                        client.enqueue(Message.of("cut/1", number));
                        client.enqueue(Message.of("cut/2", number).withQos(QoS.EXACTLY_ONCE));
                    }
                }
            }
            try (MqttClient last = builder("mqtt://127.0.0.1:" + broker.port())
                    .version(version)
                    .persistentSession(Duration.ofHours(1))
                    .start()) {
                last.publish(Message.of("cut/1", "end"));
                last.publish(Message.of("cut/2", "end").withQos(QoS.EXACTLY_ONCE));
            }
            expected.add("end");
            assertThat(twos.next(expected.size())).isEqualTo(expected);
            Set<String> seen = new HashSet<>();
            for (String text = ones.next(); !text.equals("end"); text = ones.next()) {
                seen.add(text);
            }
            assertThat(seen).containsAll(expected.subList(0, expected.size() - 1));
        }
        assertThat(left()).isEmpty();
    }
}
