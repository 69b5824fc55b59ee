package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.server.command.CheckConfigCommand;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.OpenMetadata;
import io.hongyan.transport.Certificates;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Goal: `check-config` and a start agree on what can be used, in the same words, and the check changes nothing.
class StartCheckTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Path data() {
        return folder.resolve("data");
    }

    private List<String> settings(String... more) {
        List<String> all = new ArrayList<>(List.of("data=" + data(), "bind=127.0.0.1"));
        for (String listener : List.of(
                "listeners.tcp",
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            all.add(listener + ".port=auto");
        }
        all.addAll(List.of(more));
        return all;
    }

    private ServerConfig config(String... more) {
        return new ConfigSource(null, Map.of(), settings(more)).read(new ArrayList<>());
    }

    private int check(String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> arguments = new ArrayList<>();
        settings(more).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return new CommandLine(new CheckConfigCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    /// The check says it, and a start fails with the same words.
    private void bothRefuse(String words, String... settings) throws IOException {
        Map<String, String> before = content();
        assertThat(check(settings)).as(words).isEqualTo(1);
        assertThat(err.toString()).contains(words);
        assertThat(out.toString()).isEmpty();
        assertThat(content()).isEqualTo(before);
        assertThatThrownBy(() -> Server.start(config(settings))).hasMessageContaining(words);
    }

    /// Each file of the data folder with its size and time of change.
    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        if (Files.exists(data())) {
            try (Stream<Path> files = Files.walk(data())) {
                for (Path file : files.toList()) {
                    content.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
                }
            }
        }
        return content;
    }

    @Test
    void what_can_start_is_fine_and_nothing_is_made() {
        assertThat(check()).as(err.toString()).isZero();
        assertThat(out.toString()).isEqualTo("the configuration is fine" + System.lineSeparator());
        assertThat(err.toString()).isEmpty();
        assertThat(data()).doesNotExist();
    }

    @Test
    void a_folder_that_was_used_is_fine_and_is_not_changed() throws IOException {
        Server.start(config()).close();
        Map<String, String> before = content();
        assertThat(check()).as(err.toString()).isZero();
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void the_configuration_of_a_running_service_may_be_checked() throws IOException {
        try (Server server = Server.start(config())) {
            String port = "listeners.tcp.port=" + server.ports().get("tcp");
            Map<String, String> before = content();
            assertThat(check(port)).as(err.toString()).isZero();
            assertThat(err.toString()).contains("note: the data folder", "is in use by process");
            assertThat(content()).isEqualTo(before);
        }
    }

    @Test
    void certificates_that_cannot_be_used_are_refused() throws IOException {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        TlsMaterial.Files two = Certificates.write(folder, "two");
        Path none = folder.resolve("none.pem");
        String cert = "listeners.tls.tls.cert=";
        String key = "listeners.tls.tls.key=";
        bothRefuse(none + ": there is no such file", cert + none, key + one.key());
        bothRefuse(none + ": there is no such file", cert + one.certificates(), key + none);
        bothRefuse(
                one.key() + ", but a private key: are the two files swapped?",
                cert + one.key(),
                key + one.certificates());
        bothRefuse("does not belong to the certificate", cert + one.certificates(), key + two.key());
        bothRefuse(
                "cannot read the certificates of " + none,
                cert + one.certificates(),
                key + one.key(),
                "listeners.tls.tls.clientCa=" + none,
                "listeners.tls.tls.clientAuth=required");
        assertThat(check(cert + none, key + one.key(), "listeners.tls.port=0")).isZero();
    }

    @Test
    void files_for_an_openid_provider_that_cannot_be_used_are_refused() throws IOException {
        Path none = folder.resolve("none");
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        String issuer = "console.oidc.issuer=https://login.example.com/";
        String client = "console.oidc.clientId=hongyan";
        String address = "console.oidc.address=https://mqtt.example.com";
        String secret = "console.oidc.clientSecretFile=";
        bothRefuse(
                "console.oidc.clientSecretFile: " + none + ": there is no such file",
                issuer,
                client,
                address,
                secret + none);
        bothRefuse(
                empty + " is to hold the secret of the client, in one line", issuer, client, address, secret + empty);
        bothRefuse(
                "console.oidc.ca: the certificates in " + empty + " cannot be used",
                issuer,
                client,
                address,
                "console.oidc.ca=" + empty);
        assertThat(check(secret + none)).as("without an issuer").isZero();
        assertThat(check(issuer, client, address)).isZero();
        assertThat(err.toString()).contains("note: console.oidc.roles is empty: nobody gets into the console by");
        String ca = "console.oidc.ca=" + Certificates.write(folder, "ca").certificates();
        assertThat(check(issuer, client, address, ca, "console.oidc.roles.ops.role=operator"))
                .isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void files_of_users_and_rights_that_cannot_be_used_are_refused() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad"), "# first\nnonsense\n");
        Path none = folder.resolve("none");
        for (String key : List.of("auth.passwordFile=", "auth.aclFile=")) {
            bothRefuse(bad + ":2: ", "profile=open", key + bad);
            bothRefuse(none + ": there is no such file", "profile=open", key + none);
        }
        assertThat(check("auth.passwordFile=" + bad, "auth.aclFile=" + none)).isEqualTo(1);
        assertThat(err.toString()).contains(bad.toString(), none.toString());
    }

    @Test
    void swapped_files_of_users_and_rights_show_no_hash() throws IOException {
        String hash = "$2y$10$" + "a".repeat(53);
        Path users = Files.writeString(folder.resolve("users"), "alice:" + hash + "\n");
        Path rights = Files.writeString(folder.resolve("rights"), "topic read a\n");
        bothRefuse(
                users + ":1: a line of a file of users is no rule; is the file of passwords named in place of that",
                "profile=open",
                "auth.passwordFile=" + rights,
                "auth.aclFile=" + users);
        assertThat(err.toString())
                .contains("a line of a file of rights is no user")
                .doesNotContain(hash);
    }

    @Test
    void files_of_users_and_rights_with_nothing_in_them_are_noted() throws IOException {
        Path users = Files.writeString(folder.resolve("users"), "");
        Path rights = Files.writeString(folder.resolve("rights"), "# nothing yet\nuser alice\n");
        assertThat(check("profile=open", "auth.passwordFile=" + users, "auth.aclFile=" + rights))
                .isZero();
        assertThat(err.toString())
                .contains("note: auth.passwordFile: there are no users in " + users + "; clients that log in")
                .contains("note: auth.aclFile: there are no rights in " + rights + "; whoever is let in may");
        Files.writeString(rights, "topic read a\n");
        assertThat(check("profile=open", "auth.aclFile=" + rights)).isZero();
        assertThat(err.toString()).doesNotContain("no rights");
    }

    @Test
    void two_listeners_on_one_port_are_refused_by_name() throws IOException {
        bothRefuse(
                "listeners.ws.port: 1883 is the port of listener tcp too",
                "listeners.tcp.port=1883",
                "listeners.ws.port=1883");
        bothRefuse(
                "metrics.port: 1883 is the port of listener tcp too",
                "bind=0.0.0.0",
                "listeners.tcp.port=1883",
                "metrics.port=1883");
        assertThat(check("listeners.ws.bind=127.0.0.2", "listeners.tcp.port=40111", "listeners.ws.port=40111"))
                .as(err.toString())
                .isZero();
    }

    @Test
    void addresses_that_are_not_ours_are_refused() throws IOException {
        bothRefuse("bind: no address is known for the name no-such-host.invalid", "bind=no-such-host.invalid");
        bothRefuse("listeners.tcp.bind: 192.0.2.1 is no address of this machine", "listeners.tcp.bind=192.0.2.1");
        bothRefuse("admin.bind: no address is known", "admin.bind=no-such-host.invalid");
    }

    @Test
    void a_port_that_another_process_has_is_refused_with_the_way_out() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String key : List.of("listeners.tcp", "metrics", "admin")) {
                bothRefuse(
                        "another process uses the port; end that one, or choose another port: --set " + key + ".port=",
                        key + ".port=" + taken.getLocalPort());
            }
        }
    }

    @Test
    void all_ports_that_other_processes_have_are_named_at_once() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String[] ports = {"listeners.ws.port=" + one.getLocalPort(), "admin.port=" + two.getLocalPort()};
            bothRefuse("for listener ws: another process uses the port", ports);
            bothRefuse("for admin: another process uses the port", ports);
        }
    }

    @Test
    void a_data_folder_that_cannot_be_used_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        bothRefuse("the data folder " + file + " cannot be used", "data=" + file);
        Server.start(config()).close();
        Path metadata = data().resolve("metadata.json");
        String good = Files.readString(metadata);
        Files.writeString(metadata, "{");
        bothRefuse(metadata + " is damaged", "broker.shards=1");
        Files.writeString(metadata, good);
        Path current = data().resolve("store").resolve("CURRENT");
        Files.writeString(current, "nonsense");
        bothRefuse("cannot use the store in " + data().resolve("store"), "broker.shards=1");
    }

    @Test
    void a_folder_of_another_profile_is_refused_with_both_ways_on() throws IOException {
        Server.start(config()).close();
        bothRefuse(
                "Either go on with profile cloud: --profile cloud; or give profile open a folder of its own: --data",
                "profile=open");
    }

    @Test
    void a_first_start_that_fails_uses_up_neither_the_welcome_nor_the_profile() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "listeners.tcp.port=" + taken.getLocalPort();
            assertThatThrownBy(() -> Server.start(config(port))).isInstanceOf(TransportException.class);
        }
        assertThat(Credentials.read(data())).isEmpty();
        try (Server server = Server.start(config("profile=open"))) {
            Credentials made = Credentials.read(data()).orElseThrow();
            assertThat(server.firstStartMessage(true, List.of()).orElseThrow()).contains(made.instance());
            assertThat(new Operator(server.ports(), data())
                            .ask("/instances")
                            .values()
                            .toString())
                    .contains(made.instance(), "open")
                    .doesNotContain("cloud");
        }
    }

    @Test
    void what_a_start_would_warn_of_is_a_note() {
        assertThat(check("auth.allowAnonymous=true", "listeners.ws.instance=mqtt-none"))
                .isZero();
        assertThat(err.toString())
                .contains("note: clients without user name are let into the instance that the first start makes: ")
                .doesNotContain("instance mqtt-cn")
                .contains("note: listeners.ws.instance: there is no instance mqtt-none");
    }

    @Test
    void an_instance_that_nobody_could_log_in_to_is_a_note() throws IOException {
        String asking = "listeners.tls.tls.clientAuth=registered";
        try (Server server = Server.start(config(asking))) {
            String instance = Credentials.read(data()).orElseThrow().instance();
            new Operator(server.ports(), data())
                    .change("POST", "/instances/" + instance + "/tls", "{\"mode\": \"two-way\"}");
        }
        assertThat(check(asking)).isZero();
        assertThat(err.toString()).doesNotContain("two-way TLS");
        assertThat(check()).isZero();
        assertThat(err.toString()).contains("has two-way TLS, and no listener asks for certificates");
    }

    @Test
    void an_instance_that_is_suspended_is_noted_and_listed_as_such() throws IOException {
        Server.start(config()).close();
        String instance = Credentials.read(data()).orElseThrow().instance();
        OpenMetadata.in(data()).suspend(instance, true);

        assertThat(check()).isZero();
        assertThat(err.toString()).contains("instance " + instance + " is suspended (DisasterDowngrade)");
        try (Server server = Server.start(config())) {
            assertThat(new Operator(server.ports(), data())
                            .ask("/instances")
                            .values()
                            .toString())
                    .contains("state=suspended");
        }
    }
}
