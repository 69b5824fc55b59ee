package io.hongyan.rocketmq.server;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.rocketmq.auth.config.AuthConfig;
import org.apache.rocketmq.broker.BrokerController;
import org.apache.rocketmq.common.BrokerConfig;
import org.apache.rocketmq.common.MQVersion;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.remoting.netty.NettyClientConfig;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.store.config.MessageStoreConfig;

/// A broker: its argument is a folder with a file `broker.properties` of RocketMQ's settings. It ends at once with the
/// standard input, and by RocketMQ's own stop with SIGTERM.
public final class BrokerProgram {
    private BrokerProgram() {}

    public static void main(String[] args) throws Exception {
        System.setProperty(RemotingCommand.REMOTING_VERSION_KEY, Integer.toString(MQVersion.CURRENT_VERSION));
        Path folder = Path.of(args[0]);
        var settings = new Properties();
        try (Reader file = Files.newBufferedReader(folder.resolve("broker.properties"), StandardCharsets.UTF_8)) {
            settings.load(file);
        }
        var broker = new BrokerConfig();
        var server = new NettyServerConfig();
        var store = new MessageStoreConfig();
        MixAll.properties2Object(settings, broker);
        MixAll.properties2Object(settings, server);
        MixAll.properties2Object(settings, store);
        var auth = new AuthConfig();
        MixAll.properties2Object(settings, auth);
        auth.setConfigName(broker.getBrokerName());
        auth.setClusterName(broker.getBrokerClusterName());
        auth.setAuthConfigPath(store.getStorePathRootDir() + File.separator + "config");
        var controller = new BrokerController(broker, server, new NettyClientConfig(), store, auth);
        if (!controller.initialize()) {
            throw new IOException("the broker does not start");
        }
        controller.start();
        Runtime.getRuntime().addShutdownHook(new Thread(controller::shutdown));
        Files.writeString(folder.resolve("ready"), "");
        NameServerProgram.awaitEnd();
        Runtime.getRuntime().halt(0);
    }
}
