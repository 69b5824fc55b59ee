package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.command.ServeProcess;
import io.hongyan.server.data.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a signal lets clients finish and tells them why they have to go; a second one lets nobody finish.
class DrainTest {
    private static final int DESCRIPTORS = 1024;

    @TempDir
    private Path folder;

    @Test
    void a_signal_waits_for_acknowledgements_and_says_why() throws Exception {
        try (ServeProcess server = start();
                RawClient reader = new RawClient(server.ports().get("tcp"));
                RawClient writer = new RawClient(server.ports().get("tcp"))) {
            Received message = inFlight(server.credentials(), reader, writer);
            server.process().destroy();
            assertGoodbye(writer);
            reader.expectNothing(); // one message is not acknowledged: it may stay
            reader.pubAck(message.packetId());
            assertGoodbye(reader);
            assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.process().exitValue()).isZero();
            assertThat(server.errors()).contains("stopping: 2 connections", "stopped");
        }
    }

    @Test
    void a_second_signal_ends_at_once() throws Exception {
        try (ServeProcess server = start();
                RawClient reader = new RawClient(server.ports().get("tcp"));
                RawClient writer = new RawClient(server.ports().get("tcp"))) {
            inFlight(server.credentials(), reader, writer);
            server.process().destroy();
            assertGoodbye(writer);
            server.process().destroy();
            assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.process().exitValue()).isEqualTo(130);
        }
    }

    /// One shard, so that goodbye to one client means that the other was looked at too.
    private ServeProcess start() throws IOException {
        return ServeProcess.start(folder, DESCRIPTORS, "--set", "broker.shards=1", "--set", "broker.drainTimeout=5m");
    }

    private static Received inFlight(Credentials credentials, RawClient reader, RawClient writer) throws IOException {
        assertThat(reader.connectReason(Login.of(credentials, "reader"))).isZero();
        assertThat(reader.subscribeReason(credentials.topic() + "/#")).isEqualTo(1);
        assertThat(writer.connectReason(Login.of(credentials, "writer"))).isZero();
        assertThat(writer.publishReason(credentials.topic() + "/x", "y")).isZero();
        return reader.expect(Received.PUBLISH);
    }

    private static void assertGoodbye(RawClient client) throws IOException {
        Received goodbye = client.expect(Received.DISCONNECT);
        assertThat(goodbye.reason()).isEqualTo(ReasonCode.SERVER_SHUTTING_DOWN.code());
        assertThat(new String(goodbye.body(), StandardCharsets.UTF_8)).contains("the server is shutting down");
        client.expectClosed();
    }
}
