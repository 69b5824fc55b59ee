package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an address that is not that of the admin interface is told as what it is.
final class AdminAddressTest {
    @TempDir
    private static Path folder;

    private static RunningServer server;

    private final RecordedTerminal terminal = new RecordedTerminal();

    @BeforeAll
    static void start() throws IOException {
        server = RunningServer.start(folder, "metrics.port=auto");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private int status(String url) {
        return Pair.run(terminal, "admin status --admin-key x --admin-url " + url);
    }

    @Test
    void an_address_without_a_scheme_is_shown_with_one() {
        for (String address : new String[] {"127.0.0.1:18083", "localhost:18083", "[::1]:18083", "localhost"}) {
            assertThat(status(address)).isEqualTo(Exit.USAGE);
            assertThat(terminal.err())
                    .contains("--admin-url: '" + address + "' has no scheme; write http://" + address);
        }
        assertThat(status("ftp://localhost")).isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("'ftp://localhost' is no http:// URL");
    }

    @Test
    void an_interface_without_tls_is_told() {
        assertThat(status("https://127.0.0.1:" + server.port("admin"))).isEqualTo(Exit.UNREACHABLE);
        assertThat(terminal.err()).contains("does not answer with TLS", "write http://");
    }

    @Test
    void an_interface_with_tls_is_believed_by_the_certificate_of_the_data_folder_or_a_file(@TempDir Path other)
            throws IOException {
        try (RunningServer secure = RunningServer.start(other, "admin.kind=https")) {
            assertThat(Pair.run(terminal, "admin status --data " + secure.data()))
                    .as(terminal.err())
                    .isZero();
            String url = "https://127.0.0.1:" + secure.port("admin");
            assertThat(Pair.run(terminal, "admin status --data " + secure.data() + " --admin-url " + url))
                    .isEqualTo(Exit.UNREACHABLE);
            assertThat(terminal.err()).contains("a certificate that is not believed", "--admin-cafile");
            assertThat(Pair.run(
                            terminal,
                            "admin status --data " + secure.data() + " --admin-url " + url + " --admin-cafile "
                                    + secure.certificate()))
                    .as(terminal.err())
                    .isZero();
        }
    }

    @Test
    void another_port_of_the_service_is_told() {
        assertThat(status("http://127.0.0.1:" + server.port("metrics"))).isEqualTo(Exit.REJECTED);
        assertThat(terminal.err()).contains(" is the port of the metrics; ", "admin.port, 18083 unless");

        assertThat(status("http://127.0.0.1:" + server.port("ws"))).isEqualTo(Exit.REJECTED);
        assertThat(terminal.err()).contains("answered status 404 as the admin interface never does");

        assertThat(status("http://127.0.0.1:" + server.port("tcp"))).isEqualTo(Exit.UNREACHABLE);
        assertThat(terminal.err()).contains("does not answer as the admin interface does");
    }

    @Test
    void nobody_at_an_address_is_told() {
        assertThat(status("http://127.0.0.1:1")).isEqualTo(Exit.UNREACHABLE);
        assertThat(terminal.err()).contains("no service answers at http://127.0.0.1:1; start it with");
    }

    @Test
    void a_token_without_a_data_folder_asks_for_it() {
        String line = "token apply --resources a --data " + folder.resolve("nowhere");
        assertThat(Pair.run(terminal, line)).isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("give the data folder of the service with --data, or add --instance");
    }
}
