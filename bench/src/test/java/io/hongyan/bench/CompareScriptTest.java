package io.hongyan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: `bench/compare` says what it does and what is wrong with its options, and its table is right. No load runs.
@NeedsProgram({"bash", "awk"})
final class CompareScriptTest {
    private static final Path SCRIPT = Path.of("compare").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 60;
    private static final String HEAD = """
            {"machine":"2 cores","date":"1 Jan 2026","java":"Java 25","load":"0.10","rounds":3,"seconds":4}
            {"column":"limit","title":"`limit`"}
            {"column":"hongyan","title":"Hongyan 1"}
            """;

    @TempDir
    private Path folder;

    private record Run(int exit, String output, String errors) {}

    private Run run(String... words) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), read(output), read(errors));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private List<String> table(String figures) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("figures.jsonl"), HEAD + figures);
        Run run = run("--table", file.toString());
        assertThat(run.exit).as(run.errors).isZero();
        return run.output.lines().toList();
    }

    private static String figure(String peer, String shape, String fields) {
        return "{\"peer\":\"" + peer + "\",\"shape\":\"" + shape + "\",\"round\":1," + fields + "}\n";
    }

    private static Stream<String> shapes() throws IOException {
        return Files.readAllLines(SCRIPT.resolveSibling("comparison/shapes.sh")).stream()
                .filter(line -> line.matches("[a-z0-9]+\\|\\w+\\|.*"))
                .map(line -> line.substring(0, line.indexOf('|')))
                .distinct();
    }

    @Test
    void help_shows_examples_and_tells_each_shape_of_the_table() throws Exception {
        Run run = run("--help");
        assertThat(run.exit).isZero();
        assertThat(run.errors).isEmpty();
        assertThat(run.output).startsWith("Usage: bench/compare [OPTIONS]\n").contains("\n  bench/compare --table");
        assertThat(shapes())
                .hasSizeGreaterThan(15)
                .allSatisfy(shape -> assertThat(run.output).containsPattern("(?m)^  .*\\b" + shape + "\\b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            --rounds x            | --rounds: 'x' is no number from 1 to 99
            --rounds 0            | --rounds: '0' is no number from 1 to 99
            --seconds=61          | --seconds: '61' is no number from 1 to 60
            --rounds              | --rounds: a value is missing
            --fast 1              | '--fast' is no option; bench/compare --help shows them
            pair0                 | 'pair0' is no option; bench/compare --help shows them
            --shapes pair0,pair9  | --shapes: there is no 'pair9', only: storm cold1k
            --shapes pair0,pair0  | --shapes: 'pair0' stands there twice
            --shapes=             | --shapes: name one at least, as in --shapes pair0,pair1
            --peers nats          | --peers: there is no 'nats', only: limit mosquitto flashmq hongyan
            --shards 65           | --shards: '65' is no number from 1 to 64
            --mosquitto /none     | --mosquitto: '/none' is no program
            --before /none        | --before: '/none' is no checkout of Hongyan
            --port 80             | --port: '80' is no number from 1024 to 65400
            --out pom.xml         | --out: 'pom.xml' is there already; name another file
            --table /none         | --table: '/none' is no file that can be read
            --table pom.xml       | --table: 'pom.xml' has no figures of bench/compare""")
    void a_wrong_option_is_named_with_what_it_may_be(String words, String message) throws Exception {
        Run run = run(words.split(" "));
        assertThat(run.exit).isEqualTo(1);
        assertThat(run.output).isEmpty();
        assertThat(run.errors).startsWith("compare: " + message).hasLineCount(1);
    }

    @Test
    void nothing_starts_where_a_port_is_taken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Run run = run("--peers", "limit", "--port", port);
            assertThat(run.exit).isEqualTo(1);
            assertThat(run.errors).startsWith("compare: port " + port + " is taken");
        }
    }

    @Test
    void a_cell_is_the_median_of_the_rounds_and_how_many_times_that_of_the_limit_it_is() throws Exception {
        String figures = Stream.of("0.30", "0.25", "0.20")
                        .map(cpu -> figure("limit", "pair1", "\"cpu_us_per_recv\":" + cpu))
                        .reduce("", String::concat)
                + Stream.of("10.00", "0.50", "0.75")
                        .map(cpu -> figure("hongyan", "pair1", "\"cpu_us_per_sent\":9,\"cpu_us_per_recv\":" + cpu))
                        .reduce("", String::concat);
        assertThat(table(figures))
                .containsSubsequence(
                        "| shape | what | `limit` | Hongyan 1 |",
                        "|---|---|---|---|",
                        "| `pair1` | 50 to 50, QoS 1 | 0.250 | 0.750 (3.00) |");
    }

    @Test
    void of_two_rounds_the_median_is_the_mean() throws Exception {
        String figures = figure("hongyan", "offline", "\"publish_per_s\":120000,\"drain_per_s\":900")
                + figure("hongyan", "offline", "\"publish_per_s\":130001,\"drain_per_s\":1000");
        assertThat(table(figures))
                .contains(
                        "| `offline` | the same, messages a second | - | 125,000 |",
                        "| `offline` | the same, messages a second | - | 950 |");
    }

    @Test
    void the_way_of_a_message_is_shown_in_rows_of_its_own() throws Exception {
        String way =
                "\"cpu_us_per_recv\":37.74,\"lat_us\":{\"n\":5,\"p50\":72.0,\"p90\":90,\"p99\":148.4,\"p999\":200}";
        assertThat(table(figure("hongyan", "lat1k", way)))
                .contains(
                        "| `lat1k` | a message, 1,000/s | - | 37.7 |",
                        "| `lat1k` | the same, p50 of the way, us | - | 72.0 |",
                        "| `lat1k` | the same, p99, us | - | 148 |")
                .noneMatch(line -> line.contains("pair0"));
    }

    @Test
    void what_was_lost_is_told_once_below_the_table() throws Exception {
        String figures =
                figure("hongyan", "lat1k", "\"cpu_us_per_recv\":37.74,\"gaps\":2,\"dups\":1,\"stall_resets\":0")
                        + figure("limit", "lat1k", "\"cpu_us_per_recv\":20,\"gaps\":0,\"dups\":0");
        assertThat(table(figures))
                .endsWith("Lost, doubled, out of order, stalled or refused, in all rounds:", "- `lat1k`, hongyan: 3");
    }
}
