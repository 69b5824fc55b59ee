package io.hongyan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Goal: whoever takes the dashboard and the alerts of `deploy` as they are has no chart without a line and no alert
/// that cannot fire.
class MonitoringFilesTest {
    private static final Path DEPLOY = Path.of(System.getProperty("basedir"), "..", "deploy");
    private static final Pattern NAME = Pattern.compile("\\b(?:hongyan|jvm|process)_[a-z0-9_]+");

    @TempDir
    private Path folder;

    private static List<String> dashboard() throws IOException {
        JsonFields dashboard = Json.object(Files.readString(DEPLOY.resolve("grafana/hongyan.json"), UTF_8));
        List<String> expressions = new ArrayList<>();
        for (JsonFields panel : dashboard.objects("panels")) {
            panel.objects("targets").forEach(target -> expressions.add(target.text("expr")));
        }
        return expressions;
    }

    private static List<JsonNode> rules() throws IOException {
        JsonNode file =
                new YAMLMapper().readTree(Files.readString(DEPLOY.resolve("prometheus/hongyan.rules.yaml"), UTF_8));
        List<JsonNode> rules = new ArrayList<>();
        file.get("groups").forEach(group -> group.get("rules").forEach(rules::add));
        return rules;
    }

    private static Set<String> names(List<String> expressions) {
        Set<String> names = new TreeSet<>();
        for (String expression : expressions) {
            Matcher name = NAME.matcher(expression.replaceAll("\"[^\"]*\"", ""));
            while (name.find()) {
                names.add(name.group());
            }
        }
        return names;
    }

    private static Set<String> served(Operator operator) throws IOException {
        return operator.metrics()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    @Test
    void each_metric_of_the_dashboard_and_the_alerts_is_served() throws Exception {
        try (AdministeredServer server = AdministeredServer.start(
                        folder.resolve("data"), "listeners.tls.port=auto", "listeners.amqp.port=auto");
                RawClient client = new RawClient(new Socket(InetAddress.getLoopbackAddress(), server.port("tcp")))) {
            Credentials credentials = Credentials.read(folder.resolve("data")).orElseThrow();
            assertThat(client.connectReason(Login.of(credentials, "here"))).isZero();
            List<String> expressions = new ArrayList<>(dashboard());
            rules().forEach(rule -> expressions.add(rule.get("expr").asString()));
            assertThat(names(expressions)).hasSizeGreaterThan(30);
            assertThat(served(server.operator())).containsAll(names(expressions));
        }
    }

    @Test
    void each_alert_says_what_is_the_matter_and_what_to_do() throws Exception {
        List<JsonNode> rules = rules();
        assertThat(rules).hasSizeGreaterThan(10);
        for (JsonNode rule : rules) {
            String name = rule.get("alert").asString();
            assertThat(name).matches("Hongyan[A-Z][A-Za-z]+");
            assertThat(rule.at("/annotations/summary").asString()).as(name).isNotBlank();
            assertThat(rule.at("/annotations/action").asString()).as(name).endsWith(".");
            assertThat(rule.at("/labels/severity").asString()).as(name).isIn("warning", "critical");
        }
        assertThat(rules.stream().map(rule -> rule.get("alert").asString())).doesNotHaveDuplicates();
    }
}
