package io.hongyan.examples.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The other half of `SendOrderMessage`: prints what each client has sent, in its order, until Ctrl-C or until as many
/// messages have come as the argument says.
final class ReceiveOrderMessage {
    private ReceiveOrderMessage() {}

    public static void main(String[] args) throws Exception {
        Example.start(_ -> run(Countdown.of(args)));
    }

    private static void run(Countdown left) throws Exception {
        Map<String, Integer> counts = new ConcurrentHashMap<>();
        Business.consume("ReceiveOrderMessage", Settings.OUT, message -> {
            String client = message.getUserProperty("clientId");
            int number = counts.merge(client, 1, Integer::sum);
            System.out.println("queue " + message.getQueueId() + ", " + client + ", its number " + number + ": "
                    + new String(message.getBody(), UTF_8));
            left.one();
        });
        left.await();
    }
}
