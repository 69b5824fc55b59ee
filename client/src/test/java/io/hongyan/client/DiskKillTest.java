package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Message;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.testkit.TestBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills a publishing process, again and again.
class DiskKillTest {
    /// `-Dhongyan.kills=100` takes some minutes.
    private static final int KILLS = Integer.getInteger("hongyan.kills", 4);

    private static final String END = "end";

    @TempDir
    private Path folder;

    /// Runs a child until it has said enough, and kills it.
    ///
    /// @return everything that it said to be safe
    private Set<String> killed(int port, String prefix, int enough) throws IOException, InterruptedException {
        Process child = DiskChildProcess.start(Integer.toString(port), folder, prefix, ProcessBuilder.Redirect.INHERIT);
        Set<String> safe = new HashSet<>();
        try (BufferedReader lines = child.inputReader()) {
            String line = lines.readLine();
            while (line != null) {
                safe.add(line);
                if (safe.size() == enough) {
                    child.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
        }
        child.waitFor();
        assertThat(safe.size()).as("what the child said").isGreaterThanOrEqualTo(enough);
        return safe;
    }

    @Test
    @Timeout(900)
    void a_kill_loses_nothing_that_was_safe_and_doubles_no_qos_2() throws IOException, InterruptedException {
        Random random = new Random(11);
        Set<String> safe = new HashSet<>();
        Set<String> atLeastOnce = new HashSet<>();
        Set<String> exactlyOnce = new HashSet<>();
        Received<String> ones = new Received<>();
        Received<String> twos = new Received<>();
        try (TestBroker broker = TestBroker.start();
                MqttClient receiver = MqttClient.connect("mqtt://127.0.0.1:" + broker.port())) {
            receiver.subscribe("child/1", message -> ones.accept(message.text()));
            receiver.subscribe(
                    new Subscription("child/2", QoS.EXACTLY_ONCE),
                    Acknowledge.AFTER_RECEIVER,
                    message -> twos.accept(message.text()));
            for (int i = 0; i < KILLS; i++) {
                safe.addAll(killed(broker.port(), i + "-", 1 + random.nextInt(400)));
            }
            try (MqttClient last = DiskChildProcess.builder(Integer.toString(broker.port()), folder)
                    .start()) {
                last.publish("child/1", END);
                last.publish(Message.of("child/2", END).withQos(QoS.EXACTLY_ONCE));
                for (String text = ones.next(); !text.equals(END); text = ones.next()) {
                    atLeastOnce.add(text);
                }
                for (String text = twos.next(); !text.equals(END); text = twos.next()) {
                    assertThat(exactlyOnce.add(text)).as(text + " comes once").isTrue();
                }
            }
        }
        Set<String> lost = new HashSet<>(safe);
        lost.removeAll(atLeastOnce);
        lost.removeAll(exactlyOnce);
        assertThat(lost).isEmpty();
    }
}
