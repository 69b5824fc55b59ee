package io.hongyan.cluster.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.Peer;
import io.hongyan.transport.TlsTerms;
import io.hongyan.transport.certificate.TestAuthority;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Facts about a client survive their way.
class PeerFactsTest {
    static Stream<PeerFacts> facts() throws Exception {
        byte[] six = new byte[16];
        six[0] = (byte) 0xfe;
        six[1] = (byte) 0x80;
        six[15] = 9;
        InetSocketAddress four = new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 65535);
        return Stream.of(
                new PeerFacts(Peer.NONE, null),
                new PeerFacts(new Peer(four, "tcp", false, null, List.of()), null),
                new PeerFacts(
                        new Peer(
                                new InetSocketAddress(InetAddress.getByAddress(six), 1),
                                "ünïcode",
                                true,
                                "",
                                List.of()),
                        new TlsTerms("TLSv1.3", "TLS_AES_256_GCM_SHA384")),
                new PeerFacts(
                        new Peer(
                                new InetSocketAddress(Inet6Address.getByAddress(null, six, 3), 1883),
                                "tls",
                                true,
                                "broker.example",
                                TestAuthority.root("root", "EC")
                                        .below("below", "EC")
                                        .device("device", "EC")
                                        .chain()),
                        new TlsTerms("TLSv1.2", "X")));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void all_comes_back(PeerFacts facts) throws Exception {
        ByteBuffer in = ByteBuffer.wrap(facts.encoded());
        PeerFacts read = PeerFacts.read(in);
        assertThat(read).isEqualTo(facts);
        assertThat(read.peer().address().toString())
                .isEqualTo(facts.peer().address().toString());
        assertThat(in.hasRemaining()).isFalse();
    }
}
