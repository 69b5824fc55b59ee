package io.hongyan.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.client.MqttClient;
import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.auth.CloudSignature;
import io.hongyan.client.message.Message;
import io.hongyan.codec.QoS;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Cars and their control centre. Up: each car reports on a topic of its own, the centre subscribes all of them. Down:
/// one topic that all cars subscribe. And the centre asks a single car and gets its answer, which finds its question by
/// the correlation data of MQTT 5.0; both go to one client alone (P2P).
final class VehicleFleet implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Settings settings;
    private final MqttClient centre;

    /// @param reports gets each report of a car, as `car text`
    VehicleFleet(Settings settings, Consumer<String> reports) {
        this.settings = settings;
        String id = settings.clientId("centre");
        centre = client(settings, "centre")
                .replyTopic(settings.topic() + "/p2p/" + id)
                .connect();
        String up = settings.topic() + "/up/";
        centre.subscribe(
                up + "+",
                report -> reports.accept(report.topic().toString().substring(up.length()) + " " + report.text()));
    }

    public static void main(String[] args) throws InterruptedException {
        Example.start(VehicleFleet::run);
    }

    static void run(Settings settings, PrintStream out) throws InterruptedException {
        Announcements reports = new Announcements(out);
        Announcements orders = new Announcements(out);
        try (VehicleFleet fleet = new VehicleFleet(settings, reports);
                Car first = new Car(settings, "car-1", orders);
                Car second = new Car(settings, "car-2", orders)) {
            for (Car car : List.of(first, second)) {
                car.report("at 31.2304,121.4737");
            }
            reports.await(2);
            fleet.broadcast("rain ahead, slow down");
            orders.await(2);
            for (String car : List.of("car-1", "car-2")) {
                out.println(car + " answers: " + fleet.ask(car, "battery?"));
            }
        }
    }

    /// Sends to all cars.
    void broadcast(String text) {
        centre.publish(settings.topic() + "/down/all", text);
    }

    /// Sends to one car; returns its answer.
    String ask(String car, String question) {
        String topic = settings.topic() + "/p2p/" + settings.clientId(car);
        return centre.request(Message.of(topic, question), PATIENCE).text();
    }

    @Override
    public void close() {
        centre.close();
    }

    private static MqttClientBuilder client(Settings settings, String device) {
        return MqttClient.builder()
                .server(settings.endPoint())
                .clientId(settings.clientId(device))
                .credentials(CloudSignature.of(settings.accessKey(), settings.secretKey(), settings.instanceId()));
    }

    /// The device in a car.
    static final class Car implements AutoCloseable {
        private final String reports;
        private final MqttClient client;

        Car(Settings settings, String name, Consumer<String> orders) {
            this.reports = settings.topic() + "/up/" + name;
            client = client(settings, name).connect();
            client.subscribe(settings.topic() + "/down/all", order -> orders.accept(name + " hears: " + order.text()));
            client.respond(
                    settings.topic() + "/p2p/" + client.clientId(),
                    question -> (question.text().equals("battery?") ? "82 %" : "what?").getBytes(UTF_8));
        }

        /// QoS 0: a lost position is replaced by the next one.
        void report(String text) {
            client.publish(Message.of(reports, text).withQos(QoS.AT_MOST_ONCE));
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
