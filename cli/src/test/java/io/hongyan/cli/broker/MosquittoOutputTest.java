package io.hongyan.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.codec.foreign.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: who knows mosquitto_sub gets the same bytes. Both print the same retained messages.
@NeedsProgram({"mosquitto", "mosquitto_sub", "openssl"})
final class MosquittoOutputTest {
    private static final String TOPIC = "format/tópic";

    @TempDir
    private static Path folder;

    private static Mosquitto mosquitto;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        mosquitto = Mosquitto.start(folder);
        RecordedTerminal publisher = new RecordedTerminal();
        String properties = " -D publish payload-format-indicator 1 -D publish content-type text/plain"
                + " -D publish response-topic re/1 -D publish correlation-data cd -D publish user-property a 1"
                + " -D publish user-property a 2 -D publish user-property b 鸿";
        publish(publisher, TOPIC + properties, "{\"x\" : 1.50, \"y\":[1,{},[]], \"z\":\"\\u0001\\\"/é\"}");
        publish(publisher, "plain", "hello\tworld \"\\/鸿");
    }

    private static void publish(RecordedTerminal terminal, String options, String payload) {
        String line = "pub -q 1 -r -h 127.0.0.1 -p " + mosquitto.ports().tcp() + " -t " + options + " -m";
        assertThat(Pair.run(terminal, line, payload)).as(terminal.err()).isZero();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        mosquitto.stop();
    }

    private static List<String> words(String topic, String... options) {
        List<String> words = new ArrayList<>(List.of("-V", "5", "-h", "127.0.0.1", "-W", "30", "-C", "1"));
        words.addAll(List.of("-p", String.valueOf(mosquitto.ports().tcp()), "-q", "1", "-t", topic));
        words.addAll(List.of("-D", "subscribe", "subscription-identifier", "7"));
        words.addAll(List.of(options));
        return words;
    }

    private static String ours(String topic, String... options) {
        RecordedTerminal terminal = new RecordedTerminal();
        int code = Pair.run(terminal, "sub", words(topic, options).toArray(String[]::new));
        assertThat(code).as(terminal.err()).isZero();
        return terminal.out();
    }

    private static String theirs(String topic, String... options) throws IOException, InterruptedException {
        List<String> command = words(topic, options);
        command.addFirst("mosquitto_sub");
        Path out = Files.createTempFile(folder, "theirs", "out");
        Process process =
                new ProcessBuilder(command).redirectOutput(out.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(new String(process.getErrorStream().readAllBytes(), UTF_8))
                .isZero();
        return Files.readString(out);
    }

    /// The time of day differs between two runs.
    private static String timeless(String text) {
        return text.replaceAll("T[0-9:.]{8,15}", "T");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%t|%20t|%-20t|%.8t|%20.3t|%-20.3t|%5t|",
                "%p|%90p|%-90p|%090p|%3p|%x|%X|%l|%5l|%-5l|%05l|%m|%5m|%q|%r|",
                "%A|%5A|%05A|%C|%20C|%-20C|%.4C|%D|%5D|%E|%5E|%05E|%F|%3F|%03F|%-3F|",
                "%P|%20P|%R|%9R|%-9R|%.2R|%S|%5S|%05S|%-5S|%%|%5%|",
                "@Y @m @d @z @Z @@ @F @j @a @A @b @B @C @D @G @g @h @u @U @V @w @W @x @y @n@t|",
                "\\\\|\\n|\\r|\\t|\\0|\\a|\\e|\\v|",
                "%j",
                "%J|%j"
            })
    void a_format_prints_the_bytes_of_mosquitto_sub(String format) throws IOException, InterruptedException {
        assertThat(timeless(ours(TOPIC, "-F", format))).isEqualTo(timeless(theirs(TOPIC, "-F", format)));
        assertThat(timeless(ours(TOPIC, "-F", format, "-N", "-v")))
                .isEqualTo(timeless(theirs(TOPIC, "-F", format, "-N", "-v")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%j", "%J"})
    void pretty_json_has_the_bytes_of_mosquitto_sub(String format) throws IOException, InterruptedException {
        assertThat(timeless(ours(TOPIC, "-F", format, "--pretty")))
                .isEqualTo(timeless(theirs(TOPIC, "-F", format, "--pretty")));
    }

    @Test
    void the_usual_output_has_the_bytes_of_mosquitto_sub() throws IOException, InterruptedException {
        for (String[] options : new String[][] {{}, {"-v"}, {"-N"}, {"-v", "-N"}, {"-F", "%j"}, {"-F", "%p %x"}}) {
            assertThat(timeless(ours("plain", options))).isEqualTo(timeless(theirs("plain", options)));
        }
    }

    @Test
    void a_payload_that_is_no_json_is_told_and_left_out() {
        RecordedTerminal terminal = new RecordedTerminal();

        assertThat(Pair.run(terminal, "sub", words("plain", "-F", "a%Jb").toArray(String[]::new)))
                .isZero();

        assertThat(terminal.out()).isEqualTo("ab\n");
        assertThat(terminal.err()).contains("Error: Message payload is not valid JSON on topic plain.");
    }
}
