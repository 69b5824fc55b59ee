package io.hongyan.rocketmq.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A name server or a broker of RocketMQ 4.9, started as its own scripts do: arguments are its folder, the class that
/// starts it, and its file of settings. It ends with the standard input.
public final class OldProgram {
    /// It does not start without.
    private static final String LOGS = """
            <configuration>
              <appender name="file" class="ch.qos.logback.core.FileAppender">
                <file>log.txt</file>
                <encoder><pattern>%d %p %logger{0} %m%n</pattern></encoder>
              </appender>
              <root level="INFO"><appender-ref ref="file"/></root>
            </configuration>
            """;

    private OldProgram() {}

    static ServerProcess startNameServer(Path folder, int port) {
        write(
                folder.resolve("names.properties"),
                "listenPort=" + port + "\nkvConfigPath=" + folder.resolve("kvConfig.json") + "\n");
        return start(folder, "namesrv.NamesrvStartup", "names.properties", 96);
    }

    /// @param folder with its `broker.properties`
    static ServerProcess startBroker(Path folder) {
        return start(folder, "broker.BrokerStartup", "broker.properties", 384);
    }

    private static ServerProcess start(Path folder, String starter, String settings, int megabytes) {
        write(folder.resolve("conf/logback_namesrv.xml"), LOGS);
        write(folder.resolve("conf/logback_broker.xml"), LOGS);
        return ServerProcess.startOld("OldProgram", folder, megabytes, List.of(folder.toString(), starter, settings));
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        System.setProperty("rocketmq.home.dir", folder.toString());
        // By name: this module is compiled with the libraries of the newer one. It returns when all is started.
        Class.forName("org.apache.rocketmq." + args[1])
                .getMethod("main", String[].class)
                .invoke(null, (Object)
                        new String[] {"-c", folder.resolve(args[2]).toString()});
        Files.writeString(folder.resolve("ready"), "");
        NameServerProgram.awaitEnd();
        Runtime.getRuntime().halt(0);
    }
}
