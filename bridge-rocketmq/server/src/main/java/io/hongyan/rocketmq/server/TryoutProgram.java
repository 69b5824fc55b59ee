package io.hongyan.rocketmq.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A name server and a broker to try rules with: arguments are a folder, and the two ports with a space between. It
/// prints how to go on, and ends with Ctrl-C or SIGTERM, after RocketMQ's own stop; what the folder has is there again
/// with the next start.
public final class TryoutProgram {
    private static final int QUEUES = 4;
    private static final List<String> TOPICS = List.of("DEVICES_OUT", "DEVICES_IN", "DEVICES_STATUS");

    private final Path folder;
    private final TryoutPorts ports;
    private final RocketMq rocketMq;
    private volatile boolean ending;

    private TryoutProgram(Path folder, TryoutPorts ports) {
        this.folder = folder;
        this.ports = ports;
        rocketMq = new RocketMq(folder, ports.names(), ports.broker(), Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    }

    public static void main(String[] args) {
        try {
            TryoutPorts ports = TryoutPorts.of(args[1]);
            try (TryoutFolder folder =
                    TryoutFolder.take(Path.of(args[0]).toAbsolutePath().normalize(), ports)) {
                ports.requireFree();
                say("starting; its files are in " + folder.path());
                new TryoutProgram(folder.path(), ports).run();
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            say(e.getMessage());
        }
        System.exit(1);
    }

    private static void say(@Nullable String what) {
        System.err.println("rocketmq: " + what);
    }

    /// Returns when a server is gone that should be there.
    private void run() {
        String fault;
        try {
            rocketMq.awaitReady();
            try (BusinessSystem business = new BusinessSystem(rocketMq, folder.resolve("topics"))) {
                TOPICS.forEach(topic -> business.create(topic, QUEUES));
            }
            System.out.println(howToGoOn());
            fault = rocketMq.awaitLoss() + " is gone";
        } catch (IllegalStateException e) {
            fault = "RocketMQ does not start";
        }
        if (!ending) {
            say(fault + "; " + folder.resolve("*/output.txt") + " may say why");
        }
    }

    private String howToGoOn() {
        return """
                RocketMQ is ready: name server %s, broker %s, topics %s. Ctrl-C ends it.
                Once, in another terminal, with a service of ./hongyan serve:
                  ./hongyan admin rocketmq create local --address %s
                  ./hongyan admin rule create devices-out --kind outbound --resource TopicDefault \
                --connection local --topic DEVICES_OUT
                  ./hongyan admin rule create devices-in --kind inbound --resource TopicDefault \
                --connection local --topic DEVICES_IN
                  ./hongyan admin rule create devices-status --kind status --resource GID_default \
                --connection local --topic DEVICES_STATUS
                Then examples, such as
                  %s
                  %s""".formatted(
                        rocketMq.nameServer(),
                        rocketMq.broker(),
                        String.join(", ", TOPICS),
                        rocketMq.nameServer(),
                        ports.before("examples/run SendMessageToRocketMq"),
                        ports.before("examples/run RocketMqSendMessageToMqtt"));
    }

    private void end() {
        ending = true;
        say("stopping");
        say(rocketMq.end() ? "stopped" : "killed, as it did not stop in time");
    }
}
