package io.hongyan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

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

    @Test
    void arguments_are_read_again_from_the_bytes_of_the_command_line() {
        byte[] commandLine = "java\0-cp\0x\0pub\0-m\0鸿雁\0\0".getBytes(UTF_8);

        assertThat(Arguments.fromBytes(commandLine, new String[] {"pub", "-m", "??", ""}))
                .containsExactly("pub", "-m", "鸿雁", "");
    }
}
