package io.hongyan.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Goal: the image and the manifests say what the program does: ports, paths, folders, users.
final class ContainerTest {
    private static final Path CONTAINERFILE = Path.of("container/Containerfile");
    private static final Path MANIFESTS = Path.of("kubernetes/hongyan.yaml");
    private static final YAMLMapper YAML = new YAMLMapper();

    /// What the manifests call the ports of the program.
    private static final Map<String, String> PORTS = Map.of(
            "mqtt", "/listeners/tcp/port",
            "mqtts", "/listeners/tls/port",
            "ws", "/listeners/ws/port",
            "wss", "/listeners/wss/port",
            "amqp", "/listeners/amqp/port",
            "amqps", "/listeners/amqps/port",
            "metrics", "/metrics/port");

    @TempDir
    private Path folder = Path.of("");

    /// The arguments of an instruction, lines joined.
    private static String instruction(String name) throws IOException {
        String text = Files.readString(CONTAINERFILE).replace("\\\n", " ");
        List<String> found = Pattern.compile("(?m)^" + name + " (.*)$")
                .matcher(text)
                .results()
                .map(line -> line.group(1).strip().replaceAll("\\s+", " "))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.getFirst();
    }

    private static Map<String, String> environment() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        for (String word : instruction("ENV").split(" ", -1)) {
            all.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        return all;
    }

    private static String user() throws IOException {
        return instruction("USER").split(":", -1)[0];
    }

    private static JsonNode manifest(String kind, String name) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(MANIFESTS.toFile())) {
            return documents.readAll().stream()
                    .filter(document -> document.at("/kind").asString().equals(kind))
                    .filter(document -> document.at("/metadata/name").asString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static JsonNode pod() throws IOException {
        return manifest("StatefulSet", "hongyan").at("/spec/template/spec");
    }

    private static JsonNode container() throws IOException {
        return pod().at("/containers/0");
    }

    private static Map<String, Integer> ports(JsonNode list, String number) {
        return StreamSupport.stream(list.spliterator(), false)
                .collect(Collectors.toMap(
                        port -> port.at("/name").asString(),
                        port -> port.at("/" + number).asInt()));
    }

    private Path unpacked() throws IOException, InterruptedException {
        Commands commands = new Commands(Commands.EMPTY);
        commands.run("tar", "-xzf", Built.tarball().toString(), "-C", folder.toString())
                .checked();
        try (var all = Files.list(folder)) {
            return all.findFirst().orElseThrow();
        }
    }

    @Test
    void the_ports_are_those_of_the_program() throws Exception {
        String printed = new Commands(Commands.EMPTY)
                .run(unpacked().resolve("bin/hongyan").toString(), "print-config")
                .checked();
        JsonNode defaults = YAML.readTree(printed);
        Map<String, Integer> real = PORTS.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, port -> defaults.at(port.getValue()).asInt()));

        assertThat(ports(container().at("/ports"), "containerPort")).isEqualTo(real);
        Map<String, Integer> served = ports(manifest("Service", "hongyan").at("/spec/ports"), "port");
        served.putAll(ports(manifest("Service", "hongyan-pods").at("/spec/ports"), "port"));
        assertThat(served).isEqualTo(real);
        assertThat(Arrays.stream(instruction("EXPOSE").split(" ", -1)).map(Integer::valueOf))
                .containsExactlyInAnyOrderElementsOf(real.values());
    }

    @Test
    void user_and_folders_agree_in_image_and_manifest() throws Exception {
        String data = environment().get("HONGYAN_DATA");
        assertThat(instruction("VOLUME")).isEqualTo(data);
        assertThat(container().at("/volumeMounts/0/name").asString()).isEqualTo("data");
        assertThat(container().at("/volumeMounts/0/mountPath").asString()).isEqualTo(data);
        JsonNode templates = manifest("StatefulSet", "hongyan").at("/spec/volumeClaimTemplates");
        assertThat(templates.at("/0/metadata/name").asString()).isEqualTo("data");

        JsonNode security = pod().at("/securityContext");
        assertThat(security.at("/runAsUser").asString()).isEqualTo(user());
        assertThat(security.at("/fsGroup").asString()).isEqualTo(user());
        assertThat(security.at("/runAsNonRoot").asBoolean()).isTrue();
        assertThat(container().at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container().at("/securityContext/capabilities/drop/0").asString())
                .isEqualTo("ALL");
    }

    @Test
    void a_selector_finds_the_pod() throws Exception {
        JsonNode set = manifest("StatefulSet", "hongyan");
        JsonNode labels = set.at("/spec/template/metadata/labels");
        assertThat(set.at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(manifest("Service", "hongyan").at("/spec/selector")).isEqualTo(labels);
        String governing = set.at("/spec/serviceName").asString();
        assertThat(manifest("Service", governing).at("/spec/clusterIP").asString())
                .isEqualTo("None");
        assertThat(set.at("/spec/replicas").asInt())
                .as("two cannot share a data folder")
                .isEqualTo(1);
    }

    /// All that the image adds to the tarball, done without a program for containers.
    @Test
    @NeedsProgram({"unshare", "setpriv", "ip", "tar", "curl"})
    void it_runs_without_rights_on_a_file_system_that_it_cannot_write() throws Exception {
        Files.copy(Built.tarball(), folder.resolve("tarball"));
        String data = environment().get("HONGYAN_DATA");
        try (Machine machine = Machine.create(folder)) {
            machine.run("mkdir -p /opt/hongyan " + data
                            + " && tar -xzf /tmp/host/tarball --strip-components=1 -C /opt/hongyan"
                            + " && ln -s /opt/hongyan/bin/hongyan /usr/bin/hongyan"
                            + " && mount -t tmpfs -o uid=" + user() + ",mode=750 none " + data
                            + " && mount -o remount,ro /")
                    .checked();
            assertThat(machine.run("touch /opt/hongyan/x").output()).contains("Read-only file system");
            String environment =
                    environment().entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(" "));
            machine.start(user(), environment + " " + words("ENTRYPOINT") + " " + words("CMD"));
            machine.run(healthCheck()).checked();
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                JsonNode request = container().at("/" + probe + "/httpGet");
                int port = ports(container().at("/ports"), "containerPort")
                        .get(request.at("/port").asString());
                machine.run("curl -sf http://127.0.0.1:" + port
                                + request.at("/path").asString())
                        .checked();
            }
            machine.stop();
            assertThat(machine.run(healthCheck()).exit()).isNotZero();
        }
    }

    /// The words of `["a", "b"]`, quoted for a shell.
    private static String words(String instruction) throws IOException {
        return quoted(instruction(instruction));
    }

    private static String healthCheck() throws IOException {
        MatchResult check = Pattern.compile("CMD (\\[.*\\])$")
                .matcher(instruction("HEALTHCHECK"))
                .results()
                .findFirst()
                .orElseThrow();
        return quoted(check.group(1));
    }

    private static String quoted(String list) {
        return StreamSupport.stream(new JsonMapper().readTree(list).spliterator(), false)
                .map(word -> "'" + word.asString().replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
