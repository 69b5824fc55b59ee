package io.hongyan.rocketmq.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A name server and a broker to try rules with: arguments are a folder, the two ports, and topics to make. It prints
/// how to go on, and ends with Ctrl-C.
public final class TryoutProgram {
    private static final int QUEUES = 4;

    private TryoutProgram() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]).toAbsolutePath();
        int namePort = port(args[1], "name server");
        int brokerPort = port(args[2], "broker");
        List<String> topics = List.of(args).subList(3, args.length);
        System.err.println("rocketmq: starting; its files are in " + folder);
        RocketMq rocketMq = new RocketMq(folder, namePort, brokerPort, Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(rocketMq::close));
        try (BusinessSystem business = new BusinessSystem(rocketMq, folder.resolve("topics"))) {
            topics.forEach(topic -> business.create(topic, QUEUES));
        }
        System.out.println("RocketMQ is ready: name server " + rocketMq.nameServer() + ", broker " + rocketMq.broker()
                + ", topics " + String.join(", ", topics) + ". Ctrl-C ends it.");
        new CountDownLatch(1).await();
    }

    private static int port(String text, String whose) {
        int port = Integer.parseInt(text);
        if (!ServerProcess.isFree(port)) {
            System.err.println("rocketmq: port " + port + " (" + whose + ") or one beside it is in use: "
                    + "perhaps a RocketMQ runs here already;"
                    + " HONGYAN_ROCKETMQ_PORTS names two others, as in '19876 19911'");
            System.exit(1);
        }
        return port;
    }
}
