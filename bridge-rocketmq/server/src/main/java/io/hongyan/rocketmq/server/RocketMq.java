package io.hongyan.rocketmq.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// A name server and a broker.
public final class RocketMq {
    /// Whether it is 4.9.
    private final boolean old;

    private final int namePort;
    private final int brokerPort;
    private final Path brokerFolder;
    private final ServerProcess names;
    private ServerProcess broker;

    /// Starts both, and waits until they are ready.
    ///
    /// @param folder for their files, new
    /// @param more settings of the broker
    public RocketMq(Path folder, Map<String, String> more) {
        this(folder, ServerProcess.freePort(), ServerProcess.freePort(), more);
        awaitReady();
    }

    /// Starts both as RocketMQ 4.9, which listens on all addresses of the machine, and waits until they are ready.
    public static RocketMq old(Path folder, Map<String, String> more) {
        var rocketMq = new RocketMq(true, folder, ServerProcess.freePort(), ServerProcess.freePort(), more);
        rocketMq.awaitReady();
        return rocketMq;
    }

    /// Starts both at ports of the caller's choice, and does not wait.
    RocketMq(Path folder, int namePort, int brokerPort, Map<String, String> more) {
        this(false, folder, namePort, brokerPort, more);
    }

    private RocketMq(boolean old, Path folder, int namePort, int brokerPort, Map<String, String> more) {
        this.old = old;
        this.namePort = namePort;
        this.brokerPort = brokerPort;
        brokerFolder = folder.resolve("broker").toAbsolutePath();
        Path nameFolder = folder.resolve("names").toAbsolutePath();
        names = old ? OldProgram.startNameServer(nameFolder, namePort) : startNameServer(nameFolder);
        writeSettings(more);
        if (old) {
            names.awaitReady(); // a broker that does not find it looks again after half a minute
        }
        broker = startBroker();
    }

    void awaitReady() {
        names.awaitReady();
        broker.awaitReady();
    }

    private void writeSettings(Map<String, String> more) {
        var settings = new TreeMap<String, String>();
        settings.put("brokerClusterName", "test");
        settings.put("brokerName", "broker-a");
        settings.put("brokerId", "0");
        settings.put("namesrvAddr", "127.0.0.1:" + namePort);
        settings.put("brokerIP1", "127.0.0.1");
        settings.put("bindAddress", "127.0.0.1");
        settings.put("listenPort", Integer.toString(brokerPort));
        settings.put("haListenPort", Integer.toString(brokerPort + 1));
        settings.put("rocketmqHome", brokerFolder.toString());
        settings.put("storePathRootDir", brokerFolder.resolve("store").toString());
        settings.put(
                "storePathCommitLog", brokerFolder.resolve("store/commitlog").toString());
        settings.put("mappedFileSizeCommitLog", Integer.toString(64 * 1024 * 1024));
        settings.put("mappedFileSizeConsumeQueue", "200000");
        settings.put("mappedFileSizeTimerLog", Integer.toString(1024 * 1024));
        settings.put("maxIndexNum", "200000");
        settings.put("maxHashSlotNum", "50000");
        settings.put("diskMaxUsedSpaceRatio", "95");
        settings.put("enablePropertyFilter", "true");
        settings.put("autoCreateTopicEnable", "false");
        settings.put("messageDelayLevel", "1s 1s 2s 2s 3s 3s 4s 5s 6s 7s 8s 9s 10s 20s 30s 40s 50s 1m");
        settings.putAll(more);
        try {
            Files.createDirectories(brokerFolder);
            Files.writeString(
                    brokerFolder.resolve("broker.properties"),
                    settings.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                            .collect(Collectors.joining()),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerProcess startNameServer(Path folder) {
        return ServerProcess.start(
                "NameServerProgram", folder, 96, List.of(folder.toString(), Integer.toString(namePort)));
    }

    private ServerProcess startBroker() {
        if (old) {
            return OldProgram.startBroker(brokerFolder);
        }
        return ServerProcess.start("BrokerProgram", brokerFolder, 384, List.of(brokerFolder.toString()));
    }

    public String nameServer() {
        return "127.0.0.1:" + namePort;
    }

    public String broker() {
        return "127.0.0.1:" + brokerPort;
    }

    public void killBroker() {
        broker.kill();
    }

    public void restartBroker() {
        broker = startBroker();
        broker.awaitReady();
    }

    public void stopBroker() {
        broker.signal("STOP");
    }

    public void continueBroker() {
        broker.signal("CONT");
    }

    /// Waits until one of the two has ended.
    ///
    /// @return which one
    String awaitLoss() {
        return CompletableFuture.anyOf(
                        names.process().onExit().thenApply(_ -> "the name server"),
                        broker.process().onExit().thenApply(_ -> "the broker"))
                .thenApply(String.class::cast)
                .join();
    }

    /// Lets both stop by themselves, the broker first, as it takes its leave from the name server.
    ///
    /// @return whether neither had to be killed
    boolean end() {
        boolean brokerInTime = broker.end();
        return names.end() && brokerInTime;
    }

    /// Kills both.
    public void close() {
        broker.kill();
        names.kill();
    }
}
