package io.hongyan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Goal: who knows mosquitto's commands finds each of their options, or the reason why it is not there.
final class MosquittoOptionsTest {
    private static final Pattern ENTRY = Pattern.compile("(?m)^\\.PP\n((?:\\\\fB\\\\-[^\n]*))$");
    private static final Pattern NAME = Pattern.compile("\\\\fB((?:\\\\-)+[A-Za-z][^ ]*?)\\\\fR");

    private static Set<String> optionsOf(Path manual) throws IOException {
        Set<String> names = new TreeSet<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(manual))) {
            Matcher entry = ENTRY.matcher(new String(in.readAllBytes(), UTF_8));
            while (entry.find()) {
                Matcher name = NAME.matcher(entry.group(1));
                while (name.find()) {
                    names.add(name.group(1).replace("\\-", "-"));
                }
            }
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pub", "sub", "rr"})
    void every_option_of_the_manual_is_there_and_in_the_table(String command) throws IOException {
        Path manual = Path.of("/usr/share/man/man1/mosquitto_" + command + ".1.gz");
        assumeTrue(Files.exists(manual), manual + " is not installed");
        Set<String> theirs = optionsOf(manual);
        CommandLine ours = Hongyan.commands(new RecordedTerminal().terminal())
                .getSubcommands()
                .get(command);
        String page = Files.readString(Path.of("..", "docs", "cli.md"));
        String table = page.substring(page.indexOf("## Options of mosquitto_pub"));

        assertThat(theirs).hasSizeGreaterThan(45).contains("-t", "--topic", "--tls-engine", "-x");
        assertThat(ours.getCommandSpec().optionsMap().keySet()).containsAll(theirs);
        assertThat(theirs).allSatisfy(option -> assertThat(table).contains("`" + option + "`"));
    }
}
