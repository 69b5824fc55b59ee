package io.hongyan.rocketmq.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.rocketmq.common.MQVersion;
import org.apache.rocketmq.common.namesrv.NamesrvConfig;
import org.apache.rocketmq.namesrv.NamesrvController;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;

/// A name server: arguments are its folder and its port. It ends at once with the standard input, and by
/// RocketMQ's own stop with SIGTERM.
public final class NameServerProgram {
    private NameServerProgram() {}

    public static void main(String[] args) throws Exception {
        // What RocketMQ's own programs do first; without it a name server takes brokers for ancient ones.
        System.setProperty(RemotingCommand.REMOTING_VERSION_KEY, Integer.toString(MQVersion.CURRENT_VERSION));
        Path folder = Path.of(args[0]);
        var config = new NamesrvConfig();
        config.setRocketmqHome(folder.toString());
        config.setKvConfigPath(folder.resolve("kvConfig.json").toString());
        config.setConfigStorePath(folder.resolve("namesrv.properties").toString());
        var network = new NettyServerConfig();
        network.setBindAddress("127.0.0.1");
        network.setListenPort(Integer.parseInt(args[1]));
        var server = new NamesrvController(config, network);
        if (!server.initialize()) {
            throw new IOException("the name server does not start");
        }
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        Files.writeString(folder.resolve("ready"), "");
        awaitEnd();
        Runtime.getRuntime().halt(0);
    }

    /// Its parent ends it, also by ending itself.
    static void awaitEnd() throws IOException {
        boolean open = true;
        while (open) {
            open = System.in.read() >= 0;
        }
    }
}
