package io.hongyan.conformance.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.conformance.ServedProgram;
import io.hongyan.rocketmq.server.BusinessSystem;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: `examples/run rocketmq` gives a RocketMQ to try rules with, that stays what it was over its stops.
@Tag("nightly")
class RocketMqTryoutTest {
    private static final Path BUILT = Path.of("..", "bridge-rocketmq", "server", "target");
    private static final Path RUN = Path.of("..", "examples", "run").toAbsolutePath();

    @TempDir
    private static Path folder;

    private static Path data;
    private static int namePort;
    private static int brokerPort;
    private static ExampleProgram tryout;

    @BeforeAll
    static void start() throws IOException {
        data = folder.resolve("data");
        namePort = ServedProgram.freePort();
        brokerPort = brokerPort();
        tryout = ready();
    }

    @AfterAll
    static void end() {
        tryout.close();
    }

    /// The broker also takes the second port below and the one above.
    private static int brokerPort() {
        int lowest = ServedProgram.freePort();
        int highest = lowest;
        while (highest < lowest + 3) {
            int next = ServedProgram.freePort();
            lowest = next == highest + 1 ? lowest : next;
            highest = next;
        }
        return lowest + 2;
    }

    private static String ports() {
        return namePort + " " + brokerPort;
    }

    private static ExampleProgram started(Path data, String ports) throws IOException {
        return ExampleProgram.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        BUILT.resolve("classes") + File.pathSeparator + BUILT.resolve("lib") + File.separator + "*",
                        "io.hongyan.rocketmq.server.TryoutProgram",
                        data.toString(),
                        ports),
                Files.createTempFile(folder, "tryout", ".txt"));
    }

    private static ExampleProgram ready() throws IOException {
        ExampleProgram program = started(data, ports());
        program.awaitPrinted("RocketMQ is ready", "Then examples");
        return program;
    }

    private static String refused(Path data, String ports) throws IOException {
        try (ExampleProgram program = started(data, ports)) {
            return program.ended(1);
        }
    }

    @Test
    @Tag("nightly")
    void what_it_had_is_there_after_a_stop() throws IOException {
        String nameServer = "127.0.0.1:" + namePort;
        String broker = "127.0.0.1:" + brokerPort;
        try (BusinessSystem business = new BusinessSystem(nameServer, broker, folder.resolve("before"))) {
            business.create("OWN_TOPIC", 1);
            business.send("OWN_TOPIC", "", "before the stop", Map.of());
        }
        assertThat(tryout.stopped()).endsWith("rocketmq: stopping\nrocketmq: stopped\n");
        assertThat(data.resolve("broker/store/abort"))
                .as("what a broker leaves that had no time for its stop")
                .doesNotExist();
        tryout = ready();
        try (BusinessSystem business = new BusinessSystem(nameServer, broker, folder.resolve("after"))) {
            business.consume("OWN_TOPIC");
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(business.consumed("OWN_TOPIC"))
                            .extracting(BusinessSystem.Consumed::text)
                            .containsExactly("before the stop"));
        }
    }

    @Test
    void the_commands_that_it_prints_make_the_examples_work() throws Exception {
        Path plugins = Path.of("..", "bridge-rocketmq", "target", "plugins").toAbsolutePath();
        try (ServedProgram service = new ServedProgram(
                Files.createDirectories(folder.resolve("service")),
                "--admin-port=" + ServedProgram.freePort(),
                "--set=exchange.plugins=" + plugins)) {
            service.start();
            for (String command : tryout.printed("  ./hongyan ").toList()) {
                service.run(command.replace("./hongyan", "").strip().split(" ", -1));
            }
            Examples examples = new Examples(folder, service, "127.0.0.1:" + namePort);
            for (String command : tryout.printed("examples/run ").toList()) {
                String[] parts = command.split("examples/run ", 2);
                assertThat(parts[0]).isEqualTo("  HONGYAN_ROCKETMQ_PORTS='" + ports() + "' ");
                try (ExampleProgram example = examples.start(parts[1])) {
                    example.ended(0);
                }
            }
        }
    }

    @Test
    void a_second_one_with_its_folder_says_that_one_runs() throws IOException {
        assertThat(refused(data, "1 4"))
                .isEqualTo("rocketmq: a RocketMQ runs already with the folder " + data + ", at the ports " + ports()
                        + "\n");
    }

    @Test
    void a_port_in_use_is_named_before_anything_starts() throws IOException {
        Path other = folder.resolve("other");
        assertThat(refused(other, ports()))
                .startsWith("rocketmq: port " + namePort + ", of the name server, is in use")
                .hasLineCount(1);
        int free = brokerPort();
        try (ServerSocket above = new ServerSocket(free + 1, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refused(other, ServedProgram.freePort() + " " + free))
                    .startsWith("rocketmq: port " + above.getLocalPort() + ", of the broker, is in use")
                    .hasLineCount(1);
        }
    }

    @Test
    void ports_that_cannot_be_are_told_in_a_sentence() throws IOException {
        Path other = folder.resolve("unused");
        assertThat(refused(other, "19876"))
                .contains("as in '19876 19911', not '19876'")
                .hasLineCount(1);
        assertThat(refused(other, "9876 65535")).contains("from 3 to 65534").hasLineCount(1);
        assertThat(refused(other, "10000 10002"))
                .contains("the broker takes the ports 10000, 10002 and 10003")
                .hasLineCount(1);
        assertThat(other).doesNotExist();
    }

    @Test
    void a_folder_with_other_things_stays_as_it_is() throws IOException {
        Path photos = Files.createDirectories(folder.resolve("photos"));
        Path photo = Files.createFile(photos.resolve("cat"));
        assertThat(refused(photos, "1 4"))
                .contains(photos + " has other files in it")
                .hasLineCount(1);
        assertThat(photos).isDirectoryContaining(photo::equals).isDirectoryNotContaining(file -> !file.equals(photo));
        assertThat(refused(photo, "1 4")).isEqualTo("rocketmq: " + photo + " is no folder\n");
    }

    private static ExampleProgram command(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(RUN.toString(), "rocketmq"));
        command.addAll(Arrays.asList(words));
        return ExampleProgram.start(command, Files.createTempFile(folder, "command", ".txt"));
    }

    @Test
    @NeedsProgram("bash")
    void the_command_tells_what_it_takes() throws IOException {
        try (ExampleProgram help = command("--help")) {
            assertThat(help.ended(0)).startsWith("Usage: examples/run rocketmq [--data FOLDER] [--help]\n");
        }
        try (ExampleProgram mistyped = command("--dat", "x")) {
            assertThat(mistyped.ended(1))
                    .isEqualTo("examples: rocketmq: there is no '--dat', only --data FOLDER and --help\n");
        }
        try (ExampleProgram bare = command("--data")) {
            assertThat(bare.ended(1)).isEqualTo("examples: rocketmq: --data wants a folder\n");
        }
    }
}
