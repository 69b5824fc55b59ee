package io.hongyan.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.client.MqttClient;
import io.hongyan.client.auth.CloudSignature;
import io.hongyan.client.message.Delivery;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A box on the shop's counter that says what was paid. The payment goes to this one box (P2P) at QoS 1, and the box
/// has a persistent session: a payment that is made while it is off waits for it. QoS 1 may bring one twice, so the box
/// remembers the last payments and says each once.
final class PaymentSoundBox {
    private static final int REMEMBERED = 100;
    private static final Duration KEPT = Duration.ofDays(3);

    private final Settings settings;
    private final String device;
    private final Consumer<String> speaker;

    /// A device keeps these in its flash memory.
    private final Map<String, Boolean> said = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    PaymentSoundBox(Settings settings, String device, Consumer<String> speaker) {
        this.settings = settings;
        this.device = device;
        this.speaker = speaker;
    }

    public static void main(String[] args) throws InterruptedException {
        Example.start(PaymentSoundBox::run);
    }

    static void run(Settings settings, PrintStream out) throws InterruptedException {
        Announcements announcements = new Announcements(out);
        PaymentSoundBox box = new PaymentSoundBox(settings, "box-1", announcements);
        try (MqttClient shop = client(settings, "shop")) {
            MqttClient on = box.switchOn();
            pay(shop, settings, box, "order-1", "12.50");
            announcements.await(1);
            on.close();

            out.println("the box is off");
            pay(shop, settings, box, "order-2", "8.80");
            pay(shop, settings, box, "order-2", "8.80"); // the shop sent it again
            pay(shop, settings, box, "order-3", "99.00");

            out.println("the box is on again");
            try (MqttClient again = box.switchOn()) {
                announcements.await(3);
                out.println(again.clientId() + " has said everything once");
            }
        }
    }

    /// Starts to receive payments, waiting ones first.
    MqttClient switchOn() {
        return MqttClient.builder()
                .server(settings.endPoint())
                .clientId(clientId())
                .credentials(CloudSignature.of(settings.accessKey(), settings.secretKey(), settings.instanceId()))
                .persistentSession(KEPT)
                .listen(settings.topic() + "/p2p/#", this::paid)
                .connect();
    }

    String clientId() {
        return settings.clientId(device);
    }

    /// The message is acknowledged when this returns: a box that loses power before that gets it again.
    private void paid(Delivery delivery) {
        String[] orderAndAmount = delivery.text().split(" ", 2);
        if (orderAndAmount.length == 2 && said.putIfAbsent(orderAndAmount[0], true) == null) {
            speaker.accept("received " + orderAndAmount[1] + " yuan");
        }
    }

    static MqttClient client(Settings settings, String device) {
        return MqttClient.builder()
                .server(settings.endPoint())
                .clientId(settings.clientId(device))
                .credentials(CloudSignature.of(settings.accessKey(), settings.secretKey(), settings.instanceId()))
                .connect();
    }

    /// Returns when the service has acknowledged the payment, whether the box is connected or not.
    static void pay(MqttClient shop, Settings settings, PaymentSoundBox box, String order, String amount) {
        shop.publishTo(settings.topic(), box.clientId(), (order + " " + amount).getBytes(UTF_8));
    }
}
