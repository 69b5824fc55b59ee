package io.hongyan.server.cluster;

import io.hongyan.cluster.connection.ConnectionOptions;
import io.hongyan.cluster.link.LinkOptions;
import io.hongyan.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a node runs, and the sizes of what goes over its links.
final class NodePlace {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int BESIDE_A_PACKET = 64 << 10;

    private NodePlace() {}

    /// What only a process has that has locked this data folder since this boot of this machine; empty when the machine
    /// does not tell. Two containers may have the same path for two folders, so that the path alone would not do.
    static String home(Path data) {
        try {
            Path real = data.toRealPath();
            return Files.readString(BOOT).strip()
                    + ' '
                    + Files.getAttribute(real, "unix:dev")
                    + ':'
                    + Files.getAttribute(real, "unix:ino")
                    + ' '
                    + real;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return "";
        }
    }

    /// Frames take the largest packet.
    static LinkOptions links(ServerConfig config) {
        LinkOptions usual = config.cluster().link().plain() ? LinkOptions.USUAL.withPlain() : LinkOptions.USUAL;
        int largest = config.broker().protocol().maxPacketBytes() + BESIDE_A_PACKET;
        return largest <= usual.largestFrame()
                ? usual
                : new LinkOptions(
                        largest,
                        usual.highWater(),
                        Math.max(usual.mostBacklog(), 2L * largest),
                        usual.greetingTimeout(),
                        usual.pingAfter(),
                        usual.silence(),
                        usual.retryFirst(),
                        usual.retryMost(),
                        usual.plain());
    }

    static ConnectionOptions connections(ServerConfig config) {
        return ConnectionOptions.USUAL.withHighWater(
                (int) config.broker().memory().connectionBacklog());
    }
}
