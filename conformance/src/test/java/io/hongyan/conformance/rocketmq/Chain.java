package io.hongyan.conformance.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.conformance.ServedProgram;
import io.hongyan.rocketmq.server.BusinessSystem;
import io.hongyan.rocketmq.server.RocketMq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A service, a RocketMQ with a topic for each rule, and a business system.
final class Chain implements AutoCloseable {
    /// Of each topic.
    static final int QUEUES = 4;

    static final String OUTWARD = "outward";
    static final String INWARD = "inward";
    private static final String CONNECTION = "main";

    final ServedProgram service;
    final RocketMq rocketMq;
    final BusinessSystem business;

    /// Between the service and RocketMQ's name server.
    final Line nameLine;

    /// Between everybody and RocketMQ's broker.
    final Line brokerLine;

    /// A rule of the default instance. Its topic is one of RocketMQ.
    record Rule(String id, String kind, String resource, String topic) {}

    /// What is published below `h` goes to the topic `OUT`, what comes from `IN` goes below `d`, and `STATUS` gets a
    /// notice of each client whose id begins with `car`. Nothing is declared, and everybody may log in.
    Chain(Path folder) throws IOException, InterruptedException {
        this(
                folder,
                List.of(
                        new Rule(OUTWARD, "outbound", "h", "OUT"),
                        new Rule(INWARD, "inbound", "d", "IN"),
                        new Rule("notices", "status", "car*", "STATUS")),
                "--profile=open",
                "--allow-anonymous");
    }

    /// @param more options of the service
    Chain(Path folder, List<Rule> rules, String... more) throws IOException, InterruptedException {
        Path plugins = Path.of("..", "bridge-rocketmq", "target", "plugins").toAbsolutePath();
        assertThat(plugins.resolve("rocketmq"))
                .as("what 'mvn -pl bridge-rocketmq -am package' makes")
                .isDirectoryContaining("glob:**/hongyan-bridge-rocketmq-*.jar");
        rocketMq = new RocketMq(folder.resolve("rocketmq"), Map.of("brokerIP1", Line.HOST));
        nameLine = new Line(port(rocketMq.nameServer()));
        brokerLine = new Line(port(rocketMq.broker()));
        business = new BusinessSystem(rocketMq, folder.resolve("business"));
        for (Rule rule : rules) {
            business.create(rule.topic, QUEUES);
        }
        List<String> options = new ArrayList<>(
                List.of("--admin-port=" + ServedProgram.freePort(), "--set=exchange.plugins=" + plugins));
        options.addAll(List.of(more));
        service = new ServedProgram(Files.createDirectories(folder.resolve("service")), options.toArray(String[]::new));
        service.start();
        service.run(
                "admin", "rocketmq", "create", CONNECTION, "--address", Line.HOST + ":" + port(rocketMq.nameServer()));
        for (Rule rule : rules) {
            create(rule);
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    private void create(Rule rule) throws IOException, InterruptedException {
        service.run(
                "admin",
                "rule",
                "create",
                rule.id,
                "--kind",
                rule.kind,
                "--resource",
                rule.resource,
                "--connection",
                CONNECTION,
                "--topic",
                rule.topic);
    }

    @Override
    public void close() {
        service.close();
        business.close();
        nameLine.close();
        brokerLine.close();
        rocketMq.close();
    }
}
