package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.TicketCounts;
import io.hongyan.transport.endpoint.TicketKey;
import io.hongyan.transport.endpoint.TlsEngine;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Both engines of TLS, with a client of a third one: OpenSSL.
@NeedsProgram("openssl")
class TlsEngineTest {
    @TempDir
    private Path folder;

    private final Transport transport = Transport.start("tls", 1);
    private int files;

    @AfterEach
    void close() {
        transport.close();
    }

    private TlsMaterial material(TlsEngine engine) {
        return TlsMaterial.pem(Certificates.write(folder, "localhost"), null, Map.of(), engine);
    }

    private Listener listen(TlsMaterial material, ListenerOptions.ClientAuth auth) {
        ListenerOptions usual = ListenerOptions.of(
                "tls", ListenerOptions.Kind.TLS, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), material);
        return transport.listen(Listening.with(usual, false, auth), new Desk() {
            // Says something: BoringSSL sends the tickets of TLS 1.3 with it.
            @Override
            public ConnectionHandler accepted(Connection connection) {
                connection.loop().execute(() -> Recorder.send(connection, Recorder.numbered(1)));
                return super.accepted(connection);
            }

            @Override
            public String protocol() {
                return "mqtt";
            }
        });
    }

    /// What `openssl s_client` prints; it leaves when its input ends.
    private String client(Listener listener, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + listener.address().getPort()));
        command.addAll(List.of(more));
        File printed = folder.resolve("printed" + files++).toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed)
                .redirectInput(new File("/dev/null"))
                .start();
        process.waitFor();
        return Files.readString(printed.toPath());
    }

    private String session() {
        return folder.resolve("session").toString();
    }

    private static TicketKey key(int filling) {
        byte[] bytes = new byte[TicketKey.BYTES];
        Arrays.fill(bytes, (byte) filling);
        return new TicketKey(bytes);
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void a_client_asks_for_mqtt_by_alpn_and_gets_it(TlsEngine engine) throws Exception {
        Listener listener = listen(material(engine), ListenerOptions.ClientAuth.NONE);
        assertThat(client(listener, "-alpn", "http/1.1,mqtt")).contains("ALPN protocol: mqtt");
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void a_client_that_asks_for_another_protocol_is_served_without_one(TlsEngine engine) throws Exception {
        Listener listener = listen(material(engine), ListenerOptions.ClientAuth.NONE);
        assertThat(client(listener, "-alpn", "h2")).contains("No ALPN negotiated", "Verify return code: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void a_session_is_resumed_after_a_restart_with_the_same_keys_and_not_with_others(String version) throws Exception {
        TlsMaterial first = material(TlsEngine.BORINGSSL);
        first.tickets(List.of(key(1)));
        Listener begun = listen(first, ListenerOptions.ClientAuth.NONE);
        begin(begun, version);
        TlsMaterial rotated = material(TlsEngine.BORINGSSL);
        rotated.tickets(List.of(key(2), key(1)));
        Listener later = listen(rotated, ListenerOptions.ClientAuth.NONE);
        assertThat(client(later, version, "-sess_in", session())).contains("Reused, TLSv1");
        rotated.reload();
        assertThat(rotated.ticketCounts()).isEqualTo(new TicketCounts(1, 0));
        TlsMaterial other = material(TlsEngine.BORINGSSL);
        other.tickets(List.of(key(3)));
        Listener foreign = listen(other, ListenerOptions.ClientAuth.NONE);
        assertThat(client(foreign, version, "-sess_in", session())).contains("New, TLSv1");
        assertThat(other.ticketCounts()).isEqualTo(new TicketCounts(0, 1));
    }

    /// The tickets of TLS 1.3 come after the handshake: the client waits for one.
    private void begin(Listener listener, String version) throws Exception {
        Path printed = folder.resolve("begun" + files++);
        Process process = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-connect",
                        "127.0.0.1:" + listener.address().getPort(),
                        version,
                        "-sess_out",
                        session())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        await().until(() -> Files.exists(Path.of(session())));
        process.getOutputStream().close();
        process.waitFor();
    }

    @Test
    void a_session_that_began_without_a_certificate_is_not_resumed_where_one_is_required() throws Exception {
        TlsMaterial.Files authority = Certificates.write(folder, "authority");
        TlsMaterial material = TlsMaterial.pem(
                Certificates.write(folder, "localhost"), authority.certificates(), Map.of(), TlsEngine.BORINGSSL);
        material.tickets(List.of(key(1)));
        Listener open = listen(material, ListenerOptions.ClientAuth.NONE);
        Listener mutual = listen(material, ListenerOptions.ClientAuth.REQUIRED);
        begin(open, "-tls1_2");
        assertThat(client(mutual, "-tls1_2", "-sess_in", session()))
                .doesNotContain("Reused, ")
                .contains("alert");
        assertThat(client(
                        mutual,
                        "-tls1_2",
                        "-cert",
                        authority.certificates().toString(),
                        "-key",
                        authority.key().toString()))
                .contains("New, TLSv1.2");
    }

    @Test
    void what_the_authorities_no_longer_vouch_for_is_not_resumed() throws Exception {
        TlsMaterial.Files one = Certificates.write(folder, "authority");
        TlsMaterial.Files two = Certificates.write(folder, "another");
        Path authorities = Files.copy(one.certificates(), folder.resolve("ca.crt"));
        TlsMaterial material =
                TlsMaterial.pem(Certificates.write(folder, "localhost"), authorities, Map.of(), TlsEngine.BORINGSSL);
        material.tickets(List.of(key(1)));
        String[] shown = {
            "-tls1_2", "-cert", one.certificates().toString(), "-key", one.key().toString(), "-sess_out", session()
        };
        Listener listener = listen(material, ListenerOptions.ClientAuth.REQUIRED);
        assertThat(client(listener, shown)).contains("New, TLSv1.2");
        assertThat(client(listener, "-tls1_2", "-sess_in", session())).contains("Reused, TLSv1.2");
        Files.writeString(authorities, Files.readString(two.certificates()));
        material.reload();
        assertThat(client(listener, "-tls1_2", "-sess_in", session())).doesNotContain("Reused, ");
    }

    @ParameterizedTest
    @CsvSource({"AUTO, ", "JDK, ", "BORINGSSL, BoringSSL takes RSA and EC keys only"})
    void keys_that_only_java_knows_go_with_java(TlsEngine engine, String refusal) throws IOException {
        TlsMaterial.Files files = Certificates.write(folder, "ed", "Ed25519");
        if (refusal == null) {
            assertThat(TlsMaterial.pem(files, null, Map.of(), engine).expiries())
                    .isNotEmpty();
        } else {
            assertThatThrownBy(() -> TlsMaterial.pem(files, null, Map.of(), engine))
                    .hasMessageContaining(refusal);
        }
    }

    @Test
    void the_line_of_the_log_tells_which_engine_shows_each_certificate() {
        TlsMaterial.Files usual = Certificates.write(folder, "usual");
        TlsMaterial.Files ed = Certificates.write(folder, "ed", "Ed25519");
        assertThat(TlsMaterial.pem(usual, null, Map.of("ed.example", ed), TlsEngine.AUTO)
                        .describeEngine())
                .startsWith("BoringSSL, but Java's own TLS for " + ed.certificates() + ": BoringSSL takes RSA and EC");
        assertThat(TlsMaterial.pem(ed, null, Map.of(), TlsEngine.JDK).describeEngine())
                .isEqualTo("Java's own TLS");
    }
}
