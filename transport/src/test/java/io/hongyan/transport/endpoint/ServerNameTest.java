package io.hongyan.transport.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.Certificates;
import io.hongyan.transport.netty.HandshakeQueue;
import io.hongyan.transport.netty.Turns;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A handshake waits for its turn, however its ClientHello arrives.
class ServerNameTest {
    private static final long MILLI = 1_000_000;

    @TempDir
    private Path folder;

    private final Turns loop = new Turns();
    private long now;
    private final HandshakeQueue queue = new HandshakeQueue(loop, () -> now);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void useUpTheShareOfThisTurn() {
        queue.enter(() -> now += 2 * MILLI);
        var tls = TlsMaterial.pem(Certificates.write(folder, "localhost"), null, Map.of())
                .contexts(ListenerOptions.ClientAuth.NONE, null);
        channel.pipeline().addLast(new ServerName(tls, queue, Duration.ofSeconds(10)));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private static ByteBuf hello() throws Exception {
        SSLEngine client = SSLContext.getDefault().createSSLEngine("localhost", 8883);
        client.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        wrap(client, hello);
        return Unpooled.wrappedBuffer(hello.flip());
    }

    private static void wrap(SSLEngine client, ByteBuffer hello) throws SSLException {
        assertThat(client.wrap(ByteBuffer.allocate(0), hello).bytesProduced()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 100})
    void a_handshake_begins_with_its_turn_and_not_with_the_last_piece_of_the_hello(int first) throws Exception {
        ByteBuf hello = hello();
        if (first > 0) {
            channel.writeInbound(hello.readRetainedSlice(first));
        }
        channel.writeInbound(hello);
        assertThat(channel.outboundMessages()).isEmpty();
        loop.take();
        assertThat(channel.outboundMessages()).isNotEmpty();
    }

    @Test
    void who_is_gone_when_its_turn_comes_is_passed_over() throws Exception {
        channel.writeInbound(hello());
        channel.close().syncUninterruptibly();
        loop.take();
        channel.checkException();
        assertThat(channel.outboundMessages()).isEmpty();
    }
}
