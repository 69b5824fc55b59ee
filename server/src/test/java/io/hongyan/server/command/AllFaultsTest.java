package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.Certificates;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Goal: one run of `check-config` tells all faults of all files, each with its place, in the order of the lines.
class AllFaultsTest {
    private static final String HASH = "$2a$04$zVHmKQtGGQob.b/Nc7l9NO8UlrYcW05FiuCj/SxsFO/ZtiN9.mNzy";

    @TempDir
    private Path folder;

    private List<String> faults(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("h.yaml"), yaml);
        StringWriter err = new StringWriter();
        int code = new CommandLine(new CheckConfigCommand())
                .setErr(new PrintWriter(err))
                .execute(file.toString(), "--data", folder.resolve("data").toString(), "--profile", "open");
        assertThat(code).isEqualTo(1);
        return err.toString()
                .lines()
                .filter(line -> !line.startsWith("note: "))
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    private static void startWith(List<String> lines, String... starts) {
        assertThat(lines).as(String.join("\n", lines)).hasSameSizeAs(starts);
        for (int i = 0; i < starts.length; i++) {
            assertThat(lines.get(i)).startsWith(starts[i]);
        }
    }

    @Test
    void each_wrong_line_of_both_files_is_told() throws IOException {
        Path users =
                Files.writeString(folder.resolve("users"), "ann\nbob:" + HASH + "\ncid:plain\n\nbob:" + HASH + "\n");
        Path acl = Files.writeString(folder.resolve("acl"), "topic denny a/#\ntopic a/#/b\ntopic read a b\nuser\n");
        List<String> told = faults("""
                listeners: {tcp: {port: auto}, tls: {port: 0}, ws: {port: 0}, wss: {port: 0}}
                metrics: {port: 0}
                admin: {port: 0}
                auth:
                  passwordFile: %s
                  aclFile: %s
                """.formatted(users, acl));
        startWith(
                told,
                "users:1: not of the form name:hash; ",
                "users:3: the password of user cid is ",
                "users:5: user bob is there twice; ",
                "acl:1: access is read, write, readwrite or deny, not denny; ",
                "acl:2: ACL pattern a/#/b: ",
                "acl:4: user needs a name; ");
    }

    @Test
    void what_is_wrong_with_ports_certificates_and_names_of_files_has_the_line_of_the_key() throws IOException {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        TlsMaterial.Files two = Certificates.write(folder, "two");
        Path broken = Files.writeString(
                folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        List<String> told = faults("""
                auth:
                  aclFile: none
                metrics:
                  port: 0
                admin: {port: 0}
                bind: 127.0.0.1
                listeners:
                  tcp: {port: 40111}
                  tls:
                    port: auto
                    tls:
                      cert: %s
                      key: %s
                  ws:
                    port: 40111
                  wss:
                    port: auto
                    tls:
                      cert: %s
                      key: %s
                """.formatted(one.certificates(), two.key(), broken, one.key()));
        startWith(
                told,
                "h.yaml:2: auth.aclFile: " + Path.of("none").toAbsolutePath() + ": there is no such file; ",
                "h.yaml:13: listeners.tls.tls.key: the key two",
                "h.yaml:15: listeners.ws.port: 40111 is the port of listener tcp too; ",
                "h.yaml:19: listeners.wss.tls.cert: certificate number 1 in broken.pem is damaged");
    }

    @Test
    void each_listener_with_the_same_bad_pair_is_told() throws IOException {
        TlsMaterial.Files one = Certificates.write(folder, "one");
        TlsMaterial.Files two = Certificates.write(folder, "two");
        List<String> told = faults("""
                listeners:
                  tcp: {port: 0}
                  ws: {port: 0}
                  tls:
                    port: auto
                    tls: {cert: %1$s, key: %2$s}
                  wss:
                    port: auto
                    tls: {cert: %1$s, key: %2$s}
                metrics: {port: 0}
                admin: {port: 0}
                """.formatted(one.certificates(), two.key()));
        startWith(told, "h.yaml:6: listeners.tls.tls.key: the key two", "h.yaml:9: listeners.wss.tls.key: the key two");
    }

    @Test
    void faults_of_the_configuration_do_not_hide_those_of_other_files() throws IOException {
        Path acl = Files.writeString(folder.resolve("acl"), "topic denny a/#\n");
        List<String> told = faults("""
                log: {level: loud}
                broker: {shards: -1}
                auth: {aclFile: %s}
                bnid: 127.0.0.1
                """.formatted(acl));
        startWith(
                told,
                "h.yaml:1: log.level: ",
                "h.yaml:2: broker.shards: ",
                "h.yaml:4: bnid: unknown key; did you mean bind?",
                "acl:1: access is ");
    }

    @Test
    void a_file_that_is_no_text_has_its_line() throws IOException {
        Path users = Files.write(folder.resolve("users"), new byte[] {'#', '\n', (byte) 0xe4, '\n'});
        assertThat(faults("listeners: {tcp: {port: auto}, tls: {port: 0}, ws: {port: 0}, wss: {port: 0}}\n"
                        + "auth: {passwordFile: " + users + "}\n"))
                .anyMatch(line -> line.startsWith("users:2: not UTF-8 (byte 0xe4); convert the file: "));
    }
}
