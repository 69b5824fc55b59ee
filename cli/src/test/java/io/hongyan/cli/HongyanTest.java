package io.hongyan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

final class HongyanTest {
    private final RecordedTerminal terminal = new RecordedTerminal();

    private int run(String... args) {
        return HongyanRun.execute(terminal.terminal(), args);
    }

    private static List<String> everyCommand() {
        List<String> names = new ArrayList<>();
        collect(Hongyan.commands(new RecordedTerminal().terminal()), "", names);
        return names;
    }

    private static void collect(CommandLine command, String path, List<String> names) {
        names.add(path.strip());
        command.getSubcommands().forEach((name, below) -> collect(below, path + " " + name, names));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void every_command_has_help_and_version(String path) {
        List<String> words = path.isEmpty() ? List.of() : List.of(path.split(" "));
        List<String> help = new ArrayList<>(words);
        help.add("--help");
        List<String> version = new ArrayList<>(words);
        version.add("--version");

        assertThat(run(help.toArray(String[]::new))).isZero();
        assertThat(terminal.out()).contains("Usage: hongyan", "--help");
        assertThat(run(version.toArray(String[]::new))).isZero();
        assertThat(terminal.out()).contains("Java 2");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void a_missing_or_unknown_command_is_wrong_use() {
        assertThat(run()).isEqualTo(Exit.USAGE);
        assertThat(run("fly")).isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("a command is missing", "'fly'", "hongyan --help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin token apply --actions R | Did you mean: hongyan token apply?",
                "admin token | Did you mean: hongyan token?",
                "client list | Did you mean: hongyan admin client list?",
                "backup x | Did you mean: hongyan admin backup?",
                "bench serve | Did you mean: hongyan serve?",
                "store admin client show x | Did you mean: hongyan admin client show?",
                "tokn | Did you mean: hongyan token?",
                "admin clint list | Did you mean: hongyan admin client?"
            })
    void a_command_that_lives_elsewhere_is_named(String test) {
        String[] parts = test.split(" \\| ", -1);

        assertThat(run(parts[0].split(" ", -1))).isEqualTo(Exit.USAGE);

        assertThat(terminal.err()).contains(parts[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve --tcpport 1 | unknown option: '--tcpport' | Did you mean: --tcp-port?",
                "serve --datadir d | unknown option: '--datadir' | Did you mean: --data?",
                "pub -t a -m x --cafil f | unknown option: '--cafil' | Did you mean: --cafile?",
                "sub -t a --WS | unknown option: '--WS' | Did you mean: --ws",
                "admin status --xyzzy | unknown option: '--xyzzy' | 'hongyan admin status --help' shows the options"
            })
    void an_option_that_is_not_there_is_answered_with_the_nearest(String test) {
        String[] parts = test.split(" \\| ", -1);

        assertThat(run(parts[0].split(" ", -1))).isEqualTo(Exit.USAGE);

        assertThat(terminal.err()).contains(parts[1], parts[2]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store check d | hongyan store check --data d?",
                "store repair 'my data' | hongyan store repair --data \"my data\"?",
                "serve hongyan.yaml | hongyan serve --config hongyan.yaml?",
                "serve pom.xml | hongyan serve --config pom.xml?",
                "serve data | hongyan serve --data data?",
                "credentials data | hongyan credentials --data data?",
                "admin key create full | hongyan admin key create --rights full?",
                "sub home/kitchen | hongyan sub -t home/kitchen?",
                "admin status data | hongyan admin status --data data?"
            })
    void a_word_without_its_option_is_answered_with_the_option(String test) {
        String[] parts = test.split(" \\| ", -1);
        String[] words = Arrays.stream(parts[0].split(" (?=([^']*'[^']*')*[^']*$)", -1))
                .map(word -> word.replace("'", ""))
                .toArray(String[]::new);

        assertThat(run(words)).isEqualTo(Exit.USAGE);

        assertThat(terminal.err()).contains("Error: unexpected: '", "Did you mean: " + parts[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "help | Usage: hongyan ",
                "-h | Usage: hongyan ",
                "help pub | Usage: hongyan pub ",
                "help admin key create | Usage: hongyan admin key create ",
                "admin help key | Usage: hongyan admin key ",
                "admin -h | Usage: hongyan admin ",
                "serve -h | Usage: hongyan serve ",
                "version | Java 2",
                "-V | Java 2",
                "serve -V | Java 2"
            })
    void help_and_version_are_had_by_the_words_that_people_try(String test) {
        String[] parts = test.split(" \\| ", -1);

        assertThat(run(parts[0].split(" ", -1))).isZero();

        assertThat(terminal.out()).contains(parts[1]);
        assertThat(terminal.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void help_is_described_with_the_same_words_everywhere(String path) {
        assertThat(run((path + " --help").strip().split(" "))).isZero();
        assertThat(terminal.out())
                .containsPattern("--help +Show this help\\.\n")
                .containsPattern("--version +Show the version\\.\n")
                .doesNotContain("Print version information", "Show this help message");
    }

    @Test
    void sign_prints_user_name_and_password() {
        int code = run("sign", "--ak", "YYYYY", "--sk", "XXXXX", "--instance", "mqtt-xxxxx", "-i", "GID_Test@@@0001");

        assertThat(code).isZero();
        assertThat(terminal.out())
                .isEqualTo("username: Signature|YYYYY|mqtt-xxxxx\npassword: vI009IZJZVGRwBwZvnbwjfuXxVM=\n");
    }

    @Test
    void sign_prints_json() {
        terminal.variable("HONGYAN_SK", "MySecretKey123");

        int code = run("sign", "--ak", "YYYYY", "--instance", "mqtt-xxxxx", "-i", "GID_Test@@@0001", "--json");

        assertThat(code).isZero();
        assertThat(terminal.out())
                .isEqualTo("{\"clientId\":\"GID_Test@@@0001\",\"username\":\"Signature|YYYYY|mqtt-xxxxx\","
                        + "\"password\":\"RiE+aGuJwN40TCURgmit5nwNB8w=\"}\n");
    }

    @Test
    void sign_notes_a_client_id_that_profile_cloud_does_not_take() {
        assertThat(run("sign", "--ak", "A", "--sk", "S", "--instance", "i", "-i", "abc"))
                .isZero();
        assertThat(terminal.out()).contains("username: Signature|A|i");
        assertThat(terminal.err()).contains("note: ", "GROUP@@@DEVICE", "GID_default@@@abc", "'abc'");
    }

    @Test
    void sign_without_a_secret_says_where_to_give_it() {
        assertThat(run("sign", "--ak", "A", "--instance", "i", "-i", "c")).isEqualTo(Exit.USAGE);
        assertThat(terminal.err()).contains("--sk", "HONGYAN_SK");
    }

    @Test
    void completion_knows_the_commands() {
        assertThat(run("completion", "bash")).isZero();
        assertThat(terminal.out()).startsWith("#!/usr/bin/env bash").contains("--client-id");

        assertThat(run("completion", "fish")).isEqualTo(Exit.USAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pub -t a -m x -q 3 | for option '-q': QoS is 0, 1 or 2, not '3' | -q QOS: Quality of service",
                "pub -t a -m x --qos 3 | for option '--qos': QoS is 0, 1 or 2 | --qos QOS: Quality of service",
                "pub -t a -m x -qx | for option '-q' | -q QOS: Quality",
                "pub -t a -m x -p x | for option '-p': 'x' is no whole number | -p PORT: Port, 1 to 65535",
                "sub -t a --port=x | for option '--port' | --port PORT: Port, 1 to 65535",
                "pub -t a -m x -p 0 | Error: -p: the port is 1 to 65535, not 0 | 1 to 65535",
                "pub -t a -m x --port 0 | Error: --port: the port is 1 to 65535, not 0 | 1 to 65535",
                "sub -t a --keepalive 70000 | Error: --keepalive: keep-alive is 0 to 65535 | not 70000",
                "sub --topic a/#/b | Error: --topic: 'a/#/b' is no topic filter | # stands alone",
                "sub -t a -V 6 | for option '-V': '6' is no version of MQTT | 31, 311 or 5",
                "pub -t a -m x -k | for option '-k' | -k SECONDS: Keep-alive",
                "rr -t a -m x | add -e TOPIC | response",
                "pub -L mqtt://127.0.0.1/x -t y -m z | Error: -L names the topic 'x', and -t 'y' | leave out one",
                "pub --url mqtt://127.0.0.1/x -t y -m z | --url names the topic 'x' | leave out one",
                "rr -L mqtt://127.0.0.1/x -t y -e a -m z | -L names the topic 'x' | leave out one",
                "bench sub -t a -q 3 | for option '-q' | 0, 1 or 2"
            })
    void an_error_names_the_option_as_it_was_typed_and_what_is_allowed(String test) {
        String[] parts = test.split(" \\| ", -1);

        assertThat(run(parts[0].split(" ", -1))).isEqualTo(Exit.USAGE);

        assertThat(terminal.err()).contains(parts[1], parts[2]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pub -q '' | 0 1 2",
                "sub --retain-handling '' | 0 1 2",
                "sub --will-qos '' | 0 1 2",
                "sub --qos '' | 0 1 2",
                "bench pub -q '' | 0 1 2",
                "rr -V '' | 5 311 31 mqttv5 mqttv311 mqttv31",
                "sub --protocol-version mqttv3 | mqttv311 mqttv31",
                "pub --tls-version '' | tlsv1.2 tlsv1.3",
                "pub --keyform '' | pem",
                "completion '' | bash zsh",
                "pub -f pom.x | pom.xml",
                "pub --cafile pom.x | pom.xml",
                "sub --data src/m | src/main",
                "sub --capath src/t | src/test",
                "serve --profile '' | cloud open",
                "serve --data src/m | src/main",
                "serve --config pom.x | pom.xml",
                "admin instance create --profile '' | cloud open",
                "bench sub --clean '' | true false",
                "pub --pret | "
            })
    void completion_offers_valid_values_only(String test) throws Exception {
        String[] parts = test.split(" \\| ?", -1);
        assertThat(run("completion", "bash")).isZero();
        String words = "hongyan " + parts[0];
        String script = terminal.out() + "\nCOMP_WORDS=(" + words + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                + "_complete_hongyan; echo \"${COMPREPLY[@]}\"\n";
        Process bash = new ProcessBuilder("bash")
                .redirectError(ProcessBuilder.Redirect.DISCARD) // it is no shell at a terminal, and says so
                .start();
        bash.getOutputStream().write(script.getBytes(UTF_8));
        bash.getOutputStream().close();

        String said = new String(bash.getInputStream().readAllBytes(), UTF_8);

        assertThat(said.strip()).isEqualTo(parts[1]);
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void where_a_file_is_meant_completion_offers_files(String path) {
        CommandLine command = Hongyan.commands(terminal.terminal());
        for (String word : path.isEmpty() ? List.<String>of() : List.of(path.split(" "))) {
            command = command.getSubcommands().get(word);
        }

        assertThat(command.getCommandSpec().args())
                .filteredOn(arg -> arg.paramLabel().matches("FILE|DIR|FOLDER"))
                .allSatisfy(arg -> assertThat(arg.type()).as(arg.toString()).isEqualTo(Path.class));
    }

    /// The script keeps the values of a command's options by their labels.
    @ParameterizedTest
    @MethodSource("everyCommand")
    void options_with_one_label_take_the_same_values(String path) {
        CommandLine command = Hongyan.commands(terminal.terminal());
        for (String word : path.isEmpty() ? List.<String>of() : List.of(path.split(" "))) {
            command = command.getSubcommands().get(word);
        }
        Map<String, List<String>> values = new HashMap<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (option.completionCandidates() != null) {
                List<String> own = new ArrayList<>();
                option.completionCandidates().forEach(own::add);
                assertThat(values.getOrDefault(option.paramLabel(), own))
                        .as(option.longestName())
                        .isEqualTo(own);
                values.put(option.paramLabel(), own);
            }
        }
    }

    @Test
    void arguments_are_read_again_from_the_bytes_of_the_command_line() {
        byte[] commandLine = "java\0-cp\0x\0pub\0-m\0鸿雁\0\0".getBytes(UTF_8);

        assertThat(Arguments.fromBytes(commandLine, new String[] {"pub", "-m", "??", ""}))
                .containsExactly("pub", "-m", "鸿雁", "");
    }
}
