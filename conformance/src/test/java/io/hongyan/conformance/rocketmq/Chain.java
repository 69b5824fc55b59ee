package io.hongyan.conformance.rocketmq;

import io.hongyan.conformance.ServedProgram;
import io.hongyan.rocketmq.server.BusinessSystem;
import io.hongyan.rocketmq.server.RocketMq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A service, a RocketMQ and a business system. The rules: what is published below `h` goes to the topic `OUT`, what
/// comes from `IN` goes below `d`, and `STATUS` gets a notice of each client whose id begins with `car`.
final class Chain implements AutoCloseable {
    final ServedProgram service;
    final RocketMq rocketMq;
    final BusinessSystem business;

    Chain(Path folder) throws IOException, InterruptedException {
        Path plugins = Path.of("..", "bridge-rocketmq", "target", "plugins").toAbsolutePath();
        rocketMq = new RocketMq(folder.resolve("rocketmq"), Map.of());
        business = new BusinessSystem(rocketMq, folder.resolve("business"));
        service = new ServedProgram(
                Files.createDirectories(folder.resolve("service")),
                "--profile=open",
                "--allow-anonymous",
                "--admin-port=" + ServedProgram.freePort(),
                "--set=exchange.plugins=" + plugins);
        service.start();
        for (String topic : new String[] {"OUT", "IN", "STATUS"}) {
            business.create(topic, 4);
        }
        service.run("admin", "rocketmq", "create", "main", "--address", rocketMq.nameServer());
        rule("outward", "outbound", "h", "OUT");
        rule("inward", "inbound", "d", "IN");
        rule("notices", "status", "car*", "STATUS");
    }

    private void rule(String id, String kind, String resource, String topic) throws IOException, InterruptedException {
        service.run(
                "admin",
                "rule",
                "create",
                id,
                "--kind",
                kind,
                "--resource",
                resource,
                "--connection",
                "main",
                "--topic",
                topic);
    }

    @Override
    public void close() {
        service.close();
        business.close();
        rocketMq.close();
    }
}
