package io.hongyan.examples;

import io.hongyan.client.MessageStream;
import io.hongyan.client.MqttClient;
import io.hongyan.client.message.Delivery;
import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The common part of the five examples of the cloud service after the connect.
final class Greetings {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private Greetings() {}

    /// Subscribes a topic, publishes to it, and prints what comes back.
    static void exchange(MqttClient client, String topic, int count, PrintStream out) {
        out.println("connected as " + client.clientId());
        try (MessageStream arriving = client.messages(topic)) {
            for (int i = 1; i <= count; i++) {
                String text = "Hello MQTT Java Demo " + i;
                client.publish(topic, text);
                out.println("sent     " + topic + " " + text);
            }
            for (int i = 1; i <= count; i++) {
                print(arriving.poll(PATIENCE), out);
            }
        }
    }

    /// Prints the message, or fails when none arrives.
    static void print(@Nullable Delivery delivery, PrintStream out) {
        if (delivery == null) {
            throw new IllegalStateException("no message came within " + PATIENCE.toSeconds() + " s");
        }
        out.println("received " + delivery.topic() + " " + delivery.text());
    }
}
