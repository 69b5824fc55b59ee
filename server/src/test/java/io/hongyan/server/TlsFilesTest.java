package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.transport.Certificates;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: files that cannot be used are refused at the start, and change nothing later, and both is told.
class TlsFilesTest {
    @TempDir
    private Path folder;

    private Server start(String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of("data=" + folder.resolve("data"), "bind=127.0.0.1"));
        for (String listener : List.of("listeners.tls", "metrics", "admin")) {
            all.add(listener + ".port=auto");
        }
        for (String off :
                List.of("listeners.tcp", "listeners.ws", "listeners.wss", "listeners.amqp", "listeners.amqps")) {
            all.add(off + ".port=0");
        }
        all.addAll(List.of(settings));
        return Server.start(new ConfigSource(null, Map.of(), all).read(new ArrayList<>()));
    }

    private static String[] settings(TlsMaterial.Files files) {
        return new String[] {
            "listeners.tls.tls.cert=" + files.certificates(), "listeners.tls.tls.key=" + files.key(),
        };
    }

    @Test
    void a_certificate_with_the_key_of_another_is_refused_at_the_start() {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        TlsMaterial.Files two = Certificates.write(folder, "two");
        assertThatThrownBy(() -> start(settings(new TlsMaterial.Files(one.certificates(), two.key()))))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(
                        "the key " + two.key() + " does not belong to the certificate " + one.certificates());
        assertThat(folder.resolve("data").resolve("starting.json")).doesNotExist();
    }

    @Test
    void a_pair_that_is_changed_by_half_is_kept_as_it_was_and_counted() throws Exception {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        TlsMaterial.Files two = Certificates.write(folder, "two");
        String counter = "hongyan_reload_failures_total{files=\"certificate of tls\"}";
        try (Server server = start(settings(one))) {
            Operator operator = new Operator(server.ports(), folder.resolve("data"));
            Files.copy(two.certificates(), one.certificates(), StandardCopyOption.REPLACE_EXISTING);
            assertThat(server.reload().refused().get("certificate of tls"))
                    .contains("does not belong to the certificate " + one.certificates());
            assertThat(operator.metric(counter)).isEqualTo(1);
            assertThat(subject(server)).isEqualTo("CN=one");
            Files.copy(two.key(), one.key(), StandardCopyOption.REPLACE_EXISTING);
            assertThat(server.reload().read()).containsExactly("certificate of tls");
            assertThat(operator.metric(counter)).isEqualTo(1);
            assertThat(subject(server)).isEqualTo("CN=two");
        }
    }

    @Test
    void the_administration_shows_a_certificate_of_its_own_and_a_new_one_without_a_restart() throws Exception {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        TlsMaterial.Files two = Certificates.write(folder, "two");
        try (Server server =
                start("admin.kind=https", "admin.tls.cert=" + one.certificates(), "admin.tls.key=" + one.key())) {
            assertThat(server.addresses())
                    .anySatisfy(line -> assertThat(line)
                            .contains("https://127.0.0.1:" + server.ports().get("admin"), "(admin)"));
            assertThat(subject(server, "admin")).isEqualTo("CN=one");
            assertThat(subject(server, "tls")).isNotEqualTo("CN=one");
            Files.copy(two.certificates(), one.certificates(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(two.key(), one.key(), StandardCopyOption.REPLACE_EXISTING);
            assertThat(server.reload().read()).contains("certificate of admin");
            assertThat(subject(server, "admin")).isEqualTo("CN=two");
            Operator operator = new Operator(server.ports(), folder.resolve("data"));
            assertThat(operator.metrics()).contains("hongyan_certificate_expiry_timestamp_seconds{listener=\"admin\"}");
        }
    }

    @Test
    void a_section_tls_of_the_administration_without_https_is_refused() {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        assertThatThrownBy(() -> start("admin.tls.cert=" + one.certificates(), "admin.tls.key=" + one.key()))
                .hasMessageContaining("admin.tls", "write kind: https");
    }

    private static String subject(Server server) throws Exception {
        return subject(server, "tls");
    }

    private static String subject(Server server, String port) throws Exception {
        try (var socket = DeviceCertificate.handshake(server.ports().get(port), new KeyManager[0])) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    @Test
    void a_file_of_users_or_rights_in_another_encoding_is_refused_with_file_and_line() throws Exception {
        Path file = folder.resolve("users");
        Files.writeString(file, "# users\ncaf\u00e9:x\n", StandardCharsets.ISO_8859_1);
        for (String key : List.of("auth.passwordFile", "auth.aclFile")) {
            assertThatThrownBy(() -> start(key + "=" + file))
                    .as(key)
                    .hasMessageContaining(file + ":2: not UTF-8 (byte 0xe9); convert the file: iconv");
        }
        assertThatThrownBy(() -> start("auth.passwordFile=" + folder.resolve("none")))
                .hasMessageContaining("there is no such file");
    }
}
