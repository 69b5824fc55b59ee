package io.hongyan.cli.mosquitto;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.HongyanRun;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: whatever cannot be taken over is told with its line, and nobody gets more than mosquitto gave.
class ImportCommandTest {
    private static final String HASH = "$7$101$H6q5EF3PfIV/coVI$"
            + "TfiKAmHmprx6lXQ24JKFRqKBwoxVzXZXMcIPlM5Ht9C1vA0PDRr/pjhfDb/lffZueZUlAoShbs/Jy7l257AMkg==";

    @TempDir
    private Path folder;

    private final RecordedTerminal terminal = new RecordedTerminal();

    private int run(String conf) throws IOException {
        Path file = Files.writeString(folder.resolve("m.conf"), conf);
        return HongyanRun.execute(
                terminal.terminal(),
                "import",
                file.toString(),
                "--to",
                folder.resolve("to").toString());
    }

    private ServerConfig made(String conf) throws IOException {
        assertThat(run(conf)).as(terminal.err()).isZero();
        return new ConfigSource(folder.resolve("to/hongyan.yaml"), Map.of(), List.of()).read(new ArrayList<>());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                                   | 127.0.0.1 | true",
                "port 1884                                          | ''        | false",
                "listener 1884 10.0.0.1                             | 10.0.0.1  | false",
                "listener 1884;allow_anonymous true                 | ''        | true",
                "allow_anonymous true;listener 1884;allow_anonymous false | ''  | false"
            })
    void anonymous_clients_get_in_where_mosquitto_2_lets_them_in(String lines, String bind, boolean anonymous)
            throws IOException {
        ServerConfig config = made(lines == null ? "" : lines.replace(';', '\n'));
        assertThat(config.auth().allowAnonymous()).isEqualTo(anonymous);
        assertThat(config.listeners().get("tcp").bind()).isEqualTo(bind);
        assertThat(config.listeners().get("tls").port().isOn()).isFalse();
    }

    @Test
    void what_stands_behind_a_bridge_holds_for_the_broker() throws IOException {
        Files.writeString(folder.resolve("users"), "ann:" + HASH + "\n");
        Files.writeString(folder.resolve("rights"), "topic read a\n");
        ServerConfig config = made("""
                listener 1883
                allow_anonymous true
                connection other
                address other.example:1883
                topic # out
                bridge_insecure true
                allow_anonymous false
                password_file users
                acl_file rights
                """);
        assertThat(config.auth().allowAnonymous()).isFalse();
        assertThat(config.auth().passwordFile()).endsWith("users.txt");
        assertThat(config.auth().aclFile()).endsWith("acl.txt");
        assertThat(terminal.out())
                .contains(":3: connection: there are no bridges", ":6: bridge_insecure: ")
                .doesNotContain(":8: ", ":9: ");
    }

    @Test
    void a_socket_of_unix_is_named_and_lets_nobody_in_elsewhere() throws IOException {
        ServerConfig config = made("listener 0 /run/mosquitto.sock\n");
        assertThat(config.auth().allowAnonymous()).isFalse();
        assertThat(config.listeners().get("tcp").bind()).isEqualTo("127.0.0.1");
        assertThat(terminal.out()).contains(":1: listener: there are no sockets of Unix");
    }

    @Test
    void users_that_cannot_be_taken_are_named_without_their_hashes() throws IOException {
        Files.writeString(
                folder.resolve("users"), "ann:" + HASH + "\nbob:$6$c2FsdA==$aGFzaA==\nplain\nann:" + HASH + "\n");
        made("listener 1883\npassword_file users\n");
        Path users = folder.resolve("users");
        assertThat(terminal.out())
                .contains("1 listener, 1 user")
                .contains(
                        users + ":2: the password of user bob ", users + ":3: not of the form", users + ":4: user ann")
                .doesNotContain("aGFzaA");
        assertThat(folder.resolve("to/users.txt")).hasContent("ann:" + HASH + "\n");
    }

    @Test
    void rules_for_a_user_that_is_not_taken_are_given_to_nobody_else() throws IOException {
        Files.writeString(folder.resolve("acl"), "user ann\ntopic a\nuser b:c\ntopic read b\nuser dan\ntopic d\n");
        made("listener 1883\nacl_file acl\n");
        assertThat(folder.resolve("to/acl.txt")).hasContent("user ann\ntopic a\nuser dan\ntopic d\n");
        assertThat(terminal.out()).contains("acl:3: ", "acl:4: it is for a user that was not taken");
    }

    @Test
    void a_denial_that_cannot_be_taken_stops_the_import() throws IOException {
        Files.writeString(folder.resolve("acl"), "topic #\ntopic deny a/#/b\n");
        assertThat(run("listener 1883\nacl_file acl\n")).isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("acl:2: ", "nothing was written");
        assertThat(folder.resolve("to")).doesNotExist();
    }

    @Test
    void a_file_of_rights_without_rules_still_lets_nobody_do_anything() throws IOException {
        Files.writeString(folder.resolve("acl"), "# none\n");
        made("listener 1883\nacl_file acl\n");
        assertThat(folder.resolve("to/acl.txt")).content().contains("pattern deny #");
    }

    @Test
    void files_of_include_dir_are_read_in_their_order() throws IOException {
        Path included = Files.createDirectory(folder.resolve("conf.d"));
        Files.writeString(included.resolve("b.conf"), "plugin x.so\n");
        Files.writeString(included.resolve("a.conf"), "listener 1999\n");
        Files.writeString(included.resolve("c.txt"), "nonsense\n");
        ServerConfig config = made("include_dir conf.d\n");
        assertThat(config.listeners().get("tcp").port().number()).isEqualTo(1999);
        assertThat(terminal.out()).contains("b.conf:1: plugin: SECURITY: ").doesNotContain("nonsense");
    }

    @Test
    void many_listeners_have_names_of_their_own() throws IOException {
        int many = 20_000;
        assertThat(run("listener 1883\n".repeat(many))).isZero();
        assertThat(Files.readString(folder.resolve("to/hongyan.yaml"))).contains("  tcp:", "  tcp-2:", "  tcp-20000:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "listener 1;listener 2                        | 2 | -",
                "max_qos 1                                    | 1 | -",
                "listener 1;max_qos 1;listener 2;max_qos 1    | 1 | -",
                "listener 1;max_qos 1;listener 2              | 2 | m.conf:2: max_qos: it holds for all",
                "listener 1;max_qos 0;listener 2;max_qos 1    | 1 | m.conf:2: max_qos: it holds for all",
                "max_qos 1;listener 2                         | 2 | m.conf:1: max_qos: it holds for all"
            })
    void the_highest_qos_of_a_listener_holds_for_all_and_a_lower_one_is_told(String lines, int most, String told)
            throws IOException {
        ServerConfig config = made(lines.replace(';', '\n'));
        assertThat(config.broker().protocol().maxQoS().level()).isEqualTo(most);
        if (told == null) {
            assertThat(terminal.out()).doesNotContain("max_qos");
        } else {
            assertThat(terminal.out()).contains(told);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_qos 1;listener 2                 | 2 listeners",
                "mount_point a/;listener 2            | 2 listeners",
                "protocol websockets;listener 2       | 2 listeners",
                "protocol mqtt;listener 2             | 1 listener,",
                "max_qos 2;max_keepalive 60;listener 2 | 1 listener,"
            })
    void values_before_the_first_listener_make_one_at_the_usual_port_as_in_mosquitto(String lines, String told)
            throws IOException {
        Files.writeString(folder.resolve("users"), "ann:" + HASH + "\n");
        made(lines.replace(';', '\n') + "\npassword_file users\n");
        assertThat(terminal.out()).contains(told);
    }

    @Test
    void a_file_that_is_for_some_listeners_in_mosquitto_is_told() throws IOException {
        Files.writeString(folder.resolve("rights"), "topic read a\n");
        made("per_listener_settings true\nlistener 1\nacl_file rights\nlistener 2\n");
        assertThat(terminal.out()).contains("m.conf:3: acl_file: taken, and it holds for all listeners");
    }

    @Test
    void a_folder_without_a_name_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("m.conf"), "listener 1883\n");
        assertThat(HongyanRun.execute(terminal.terminal(), "import", file.toString(), "--to", ""))
                .isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("--to is empty");
        assertThat(Path.of("hongyan.yaml")).doesNotExist();
    }

    @Test
    void a_pipe_among_the_files_is_refused_and_not_waited_for() throws Exception {
        Path included = Files.createDirectory(folder.resolve("conf.d"));
        Path pipe = included.resolve("a.conf");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        for (String line : List.of("include_dir conf.d", "password_file conf.d/a.conf", "acl_file conf.d/a.conf")) {
            assertThat(run(line + "\n")).isEqualTo(Exit.USAGE);
        }
        assertThat(terminal.err().lines().filter(line -> line.contains("a pipe or a device")))
                .hasSize(3);
        assertThat(run("include_dir conf.d/a.conf\n")).isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("it is no folder");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_qos 3             | m.conf:1: max_qos is 0, 1 or 2, not '3'",
                "listener x            | m.conf:1: listener is a port",
                "allow_anonymous maybe | m.conf:1: allow_anonymous is true or false, not 'maybe'",
                "password_file none    | none: there is no such file",
                "include_dir none      | m.conf:1: ",
                "max_keepalive x       | m.conf:1: max_keepalive is a whole number"
            })
    void a_wrong_line_is_named_and_nothing_is_written(String line, String words) throws IOException {
        assertThat(run(line + "\n")).isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains(words);
        assertThat(folder.resolve("to")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann:" + HASH,
                "user ann\ntopic read a/#",
                "topic read a\npattern deny b",
                "{\"listener\": 1883}",
                "Dear reader,",
                "connection other\naddress other.example"
            })
    void a_file_of_which_no_line_can_be_taken_is_refused(String text) throws IOException {
        assertThat(run(text + "\n")).isEqualTo(Exit.USAGE);
        assertThat(terminal.err())
                .contains("m.conf: no line of it can be taken", "Is it mosquitto.conf?", "m.conf:1: ");
        assertThat(terminal.err() + terminal.out()).doesNotContain("$7$");
        assertThat(folder.resolve("to")).doesNotExist();
    }

    @Test
    void a_hash_that_stands_in_the_wrong_file_is_not_shown() throws IOException {
        Files.writeString(folder.resolve("users"), "ann:" + HASH + "\n");
        made("listener 1883\nann:" + HASH + "\nacl_file users\n");
        assertThat(terminal.out())
                .contains("m.conf:2: (no directive): ", "users:1: a line of a file of users is no rule")
                .doesNotContain("$7$");
    }

    @Test
    void a_rule_without_a_filter_is_told_what_it_needs() throws IOException {
        Files.writeString(folder.resolve("acl"), "pattern\ntopic\ntopic a\n");
        made("listener 1883\nacl_file acl\n");
        assertThat(terminal.out())
                .contains("acl:1: pattern needs a filter; write: pattern [read|write|readwrite|deny] FILTER")
                .contains("acl:2: topic needs a filter");
    }
}
