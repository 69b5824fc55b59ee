package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.codec.Hex;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.ClientAuth;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.PemPair;
import io.hongyan.transport.endpoint.TlsEngine;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a listener finds out about a peer before the first packet: its address behind a proxy, its certificate, the
/// name it asks for.
@SuppressWarnings("AddressSelection") // loopback is one address
class EdgeTest extends TwoLoops {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String ADDRESSES = "c0000207 c0000201 1267 075b";

    private final Desk desk = new Desk();

    private Listener listen(Kind kind, boolean proxy, ClientAuth auth, @Nullable TlsMaterial tls) {
        ListenerOptions usual = ListenerOptions.of("test", kind, loopback(), tls);
        ListenerOptions wanted = new ListenerOptions(
                usual.name(),
                usual.kind(),
                usual.bind(),
                usual.backlog(),
                usual.webSocketPath(),
                Set.of(),
                proxy,
                tls,
                auth,
                usual.handshakeTimeout(),
                usual.highWaterBytes());
        return transport.listen(wanted, desk);
    }

    @ParameterizedTest
    @CsvSource({
        "21 11 000c " + ADDRESSES + ", 192.0.2.7",
        // with a TLV behind the addresses
        "21 11 0012 " + ADDRESSES + " 04 0003 000000, 192.0.2.7",
        "21 21 0024 20010db8000000000000000000000007 20010db8000000000000000000000001 1267 075b, 2001:db8::7"
    })
    void the_address_in_a_binary_proxy_header_is_the_peers(String header, String address) throws Exception {
        Listener listener = listen(Kind.TCP, true, ClientAuth.NONE, null);
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            send(socket, Hex.bytes(SIGNATURE + header), Recorder.numbered(3));
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(3);
            assertThat(desk.next().peer().address()).isEqualTo(new InetSocketAddress(address, 0x1267));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_web_socket_behind_a_proxy_header_has_the_address_in_it(boolean secure) throws Exception {
        Kind kind = secure ? Kind.SECURE_WEBSOCKET : Kind.WEBSOCKET;
        TlsMaterial tls = secure ? TlsMaterial.pem(Certificates.write(folder, "localhost"), null, Map.of()) : null;
        Listener listener = listen(kind, true, ClientAuth.NONE, tls);
        try (Socket plain = new Socket("127.0.0.1", listener.address().getPort())) {
            send(plain, Hex.bytes(SIGNATURE + "21 11 000c " + ADDRESSES));
            Socket socket = secure ? TlsSockets.over(plain) : plain;
            String upgrade = """
                    GET /mqtt HTTP/1.1
                    Host: localhost
                    Upgrade: websocket
                    Connection: Upgrade
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Protocol: mqtt

                    """.replace("\n", "\r\n");
            send(socket, upgrade.getBytes(StandardCharsets.US_ASCII));
            assertThat(desk.next().peer().address()).isEqualTo(new InetSocketAddress("192.0.2.7", 0x1267));
        }
        assertThat(desk.troubles).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"20 00 0000", "20 11 000c " + ADDRESSES, "text"})
    void a_proxy_that_speaks_for_itself_is_the_peer(String header) throws Exception {
        Listener listener = listen(Kind.TCP, true, ClientAuth.NONE, null);
        byte[] bytes = header.equals("text")
                ? "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII)
                : Hex.bytes(SIGNATURE + header);
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            send(socket, bytes, Recorder.numbered(4));
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(4);
            assertThat(desk.next().peer().address()).isEqualTo(socket.getLocalSocketAddress());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"31 11 000c " + ADDRESSES, "22 11 000c " + ADDRESSES, "21 11 0004 c0000207"})
    void a_binary_proxy_header_that_is_broken_ends_the_connection_and_is_told(String header) throws Exception {
        Listener listener = listen(Kind.TCP, true, ClientAuth.NONE, null);
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            send(socket, Hex.bytes(SIGNATURE + header), Recorder.numbered(5));
            assertThat(desk.troubles.poll(10, TimeUnit.SECONDS)).contains("handshake with");
        }
        assertThat(desk.connections).isEmpty();
    }

    @Test
    void an_address_that_is_not_admitted_is_closed_before_tls_begins() throws Exception {
        TlsMaterial tls = TlsMaterial.pem(Certificates.write(folder, "localhost"), null, Map.of());
        Desk closed = new Desk() {
            @Override
            public boolean admit(InetSocketAddress address) {
                return false;
            }
        };
        Listener listener = transport.listen(ListenerOptions.of("test", Kind.TLS, loopback(), tls), closed);
        assertThatThrownBy(() -> handshake(listener, null, null)).isInstanceOf(IOException.class);
        assertThat(closed.troubles).as("what TLS would tell").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ClientAuth.class,
            names = {"OPTIONAL", "REQUIRED"})
    void a_client_certificate_is_checked_and_known(ClientAuth auth) throws Exception {
        TlsMaterial.Files client = Certificates.write(folder, "device");
        Listener listener = listen(Kind.TLS, false, auth, trusting(client));
        try (SSLSocket socket = handshake(listener, client, null)) {
            send(socket, Recorder.numbered(1));
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(1);
            assertThat(desk.next().peer().certificates())
                    .extracting(c -> c.getSubjectX500Principal().getName())
                    .containsExactly("CN=device");
        }
    }

    @Test
    void a_client_without_certificate_comes_in_only_where_none_is_required() throws Exception {
        TlsMaterial tls = trusting(Certificates.write(folder, "device"));
        Listener optional = listen(Kind.TLS, false, ClientAuth.OPTIONAL, tls);
        try (SSLSocket socket = handshake(optional, null, null)) {
            send(socket, Recorder.numbered(2));
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(2);
            assertThat(desk.next().peer().certificates()).isEmpty();
        }
        refused(listen(Kind.TLS, false, ClientAuth.REQUIRED, tls));
    }

    /// In TLS 1.3 the client is done before the server has looked at its certificate.
    private void refused(Listener listener) throws Exception {
        try (SSLSocket socket = handshake(listener, null, null)) {
            assertThatThrownBy(() -> {
                        if (socket.getInputStream().read() < 0) {
                            throw new IOException("end of stream");
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(java.net.SocketTimeoutException.class);
        }
        assertThat(desk.troubles.poll(10, TimeUnit.SECONDS)).contains("TLS");
        assertThat(desk.connections).isEmpty();
    }

    /// Each file is a pair by itself, but what is in the first one is no chain.
    @ParameterizedTest
    @EnumSource(value = TlsEngine.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void a_file_that_cannot_be_shown_keeps_back_neither_other_files_nor_what_is_uploaded(TlsEngine engine)
            throws Exception {
        TlsMaterial.Files usual = Certificates.write(folder, "usual");
        TlsMaterial.Files named = Certificates.write(folder, "named");
        TlsMaterial.Files other = Certificates.write(folder, "other");
        TlsMaterial tls = TlsMaterial.pem(usual, null, Map.of("named.example", named), engine);
        Listener listener = listen(Kind.TLS, false, ClientAuth.NONE, tls);
        String right = Files.readString(usual.certificates());
        Files.writeString(usual.certificates(), right + Files.readString(other.certificates()));
        Files.writeString(named.certificates(), Files.readString(other.certificates()));
        Files.writeString(named.key(), Files.readString(other.key()));
        assertThatThrownBy(tls::reload)
                .hasMessageContaining(usual.certificates().toString());
        assertThat(subject(listener, null)).isEqualTo("CN=usual");
        assertThat(subject(listener, "named.example")).isEqualTo("CN=other");
        PemPair wrong = new PemPair("wrong", Files.readString(usual.certificates()), Files.readString(usual.key()));
        Map<String, PemPair> uploads = Map.of("uploaded.example", uploaded("uploaded"), "wrong.example", wrong);
        assertThatThrownBy(() -> tls.upload(null, uploads)).hasMessageContaining("wrong");
        assertThat(subject(listener, "uploaded.example")).isEqualTo("CN=uploaded");
        Files.writeString(usual.certificates(), right);
        tls.reload();
        assertThat(subject(listener, "uploaded.example")).isEqualTo("CN=uploaded");
    }

    private PemPair uploaded(String name) throws IOException {
        TlsMaterial.Files files = Certificates.write(folder, name);
        return new PemPair(name, Files.readString(files.certificates()), Files.readString(files.key()));
    }

    @Test
    void the_name_asked_for_chooses_the_certificate_also_after_a_reload() throws Exception {
        TlsMaterial.Files named = Certificates.write(folder, "named");
        TlsMaterial tls = TlsMaterial.pem(
                Certificates.write(folder, "usual"),
                null,
                Map.of("named.example", named, "*.wild.example", Certificates.write(folder, "wild")));
        Listener listener = listen(Kind.TLS, false, ClientAuth.NONE, tls);
        assertThat(subject(listener, null)).isEqualTo("CN=usual");
        assertThat(subject(listener, "other.example")).isEqualTo("CN=usual");
        assertThat(subject(listener, "named.example")).isEqualTo("CN=named");
        assertThat(subject(listener, "a.wild.example")).isEqualTo("CN=wild");
        assertThat(subject(listener, "NAMED.example")).isEqualTo("CN=named");
        TlsMaterial.Files renewed = Certificates.write(folder, "renewed");
        java.nio.file.Files.copy(renewed.certificates(), named.certificates(), StandardCopyOption.REPLACE_EXISTING);
        java.nio.file.Files.copy(renewed.key(), named.key(), StandardCopyOption.REPLACE_EXISTING);
        tls.reload();
        assertThat(subject(listener, "named.example")).isEqualTo("CN=renewed");
        assertThat(subject(listener, null)).isEqualTo("CN=usual");
    }

    @Test
    void the_name_asked_for_is_known_of_the_peer() throws Exception {
        Listener listener = listen(
                Kind.TLS, false, ClientAuth.NONE, TlsMaterial.pem(Certificates.write(folder, "usual"), null, Map.of()));
        try (SSLSocket socket = handshake(listener, null, "Device.example")) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(desk.next().peer().serverName()).isEqualTo("device.example");
        }
        try (SSLSocket socket = handshake(listener, null, null)) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(desk.next().peer().serverName()).isNull();
        }
    }

    private TlsMaterial trusting(TlsMaterial.Files client) {
        return TlsMaterial.pem(Certificates.write(folder, "localhost"), client.certificates(), Map.of());
    }

    private static String subject(Listener listener, @Nullable String name) throws Exception {
        try (SSLSocket socket = handshake(listener, null, name)) {
            return TlsSockets.subject(socket);
        }
    }

    private static SSLSocket handshake(Listener listener, TlsMaterial.@Nullable Files client, @Nullable String name)
            throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(client == null ? empty() : store(client), new char[0]);
        SSLSocket socket = TlsSockets.open(listener, keys.getKeyManagers());
        socket.setSoTimeout(20_000);
        if (name != null) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore store(TlsMaterial.Files files) throws Exception {
        KeyStore store = empty();
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(java.nio.file.Files.newInputStream(files.certificates()));
        PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(pem(files.key()));
        store.setKeyEntry(
                "client", KeyFactory.getInstance("EC").generatePrivate(key), new char[0], new Certificate[] {certificate
                });
        return store;
    }

    private static byte[] pem(Path file) throws IOException {
        return Base64.getMimeDecoder()
                .decode(java.nio.file.Files.readString(file).replaceAll("-----[A-Z ]+-----", ""));
    }

    private static void send(Socket socket, byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            socket.getOutputStream().write(part);
        }
    }
}
