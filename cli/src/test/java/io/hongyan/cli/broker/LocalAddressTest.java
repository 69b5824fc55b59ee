package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Goal: one machine can open more connections than one address of it has ports.
final class LocalAddressTest {
    private final RecordedTerminal terminal = new RecordedTerminal();

    /// Where the next connection comes from; it is not answered.
    private static String peer(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            return socket.getInetAddress().getHostAddress();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void addresses_take_turns() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<String>> peers = CompletableFuture.supplyAsync(
                    () -> IntStream.range(0, 4).mapToObj(i -> peer(listener)).toList());
            String line = "bench conn -c 4 -i 1 --duration 0.1 --ifaddr 127.0.0.2,127.0.0.3 -h 127.0.0.1 -p "
                    + listener.getLocalPort();

            assertThat(Pair.run(terminal, line)).isEqualTo(Exit.UNREACHABLE);

            assertThat(peers.join()).containsExactlyInAnyOrder("127.0.0.2", "127.0.0.3", "127.0.0.2", "127.0.0.3");
        }
    }

    @Test
    void an_address_of_nobody_is_told() {
        assertThat(Pair.run(terminal, "pub -t a -m b -h 127.0.0.1 -p 1 -A 1.2.3.4.5"))
                .isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("-A: '1.2.3.4.5' is no address");

        assertThat(Pair.run(terminal, "pub -t a -m b -h 127.0.0.1 -p 1 -A 203.0.113.7"))
                .isEqualTo(Exit.UNREACHABLE);
    }
}
