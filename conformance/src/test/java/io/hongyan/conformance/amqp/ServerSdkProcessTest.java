package io.hongyan.conformance.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.conformance.amqp.ServerSdkProcess.Door;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ServerSdkProcessTest {
    /// One where nobody listens.
    private static Door closed() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Door(socket.getLocalPort(), "mqtt-one", "AK", "secret");
        }
    }

    private static void cannotStart(ServerSdkProcess process) {
        try (process) {
            assertThat(process.exit()).isEqualTo(1);
            assertThat(process.lines())
                    .singleElement()
                    .asString()
                    .startsWith("cannot start java.net.ConnectException: Connection refused");
        }
    }

    @Test
    void without_a_server_it_says_why_it_cannot_start() throws IOException {
        cannotStart(ServerSdkProcess.publish(closed(), "TopicA/1", 1));
        cannotStart(ServerSdkProcess.consume(closed(), "TopicA"));
        cannotStart(ServerSdkProcess.status(closed(), "GID_Test", "custom"));
    }
}
