package io.hongyan.rocketmq.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A name server and a broker.
public final class RocketMq {
    private final int namePort;
    private final int brokerPort;
    private final Path brokerFolder;
    private final ServerProcess names;
    private ServerProcess broker;

    /// Starts both.
    ///
    /// @param folder for their files, new
    /// @param more settings of the broker
    public RocketMq(Path folder, Map<String, String> more) {
        this(folder, ServerProcess.freePort(), ServerProcess.freePort(), more);
    }

    /// Starts both at ports of the caller's choice. The broker also takes the two below and the one above.
    public RocketMq(Path folder, int namePort, int brokerPort, Map<String, String> more) {
        this.namePort = namePort;
        this.brokerPort = brokerPort;
        brokerFolder = folder.resolve("broker").toAbsolutePath();
        Path nameFolder = folder.resolve("names").toAbsolutePath();
        names = ServerProcess.start(
                "NameServerProgram", nameFolder, 96, List.of(nameFolder.toString(), Integer.toString(namePort)));
        writeSettings(more);
        broker = startBroker();
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

    private ServerProcess startBroker() {
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

    public void close() {
        broker.kill();
        names.kill();
    }
}
