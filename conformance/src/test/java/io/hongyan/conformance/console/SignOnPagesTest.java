package io.hongyan.conformance.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.conformance.ServedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goal: people log in to the console by an OpenID provider of others, in a browser, from another site.
@NeedsProgram(
        value = {"node", "chromium"},
        packages = "browser")
class SignOnPagesTest {
    private static final Path SCRIPTS = Path.of("browser").toAbsolutePath();
    private static final String CLIENT = "hongyan";
    private static final String SECRET = "a secret of some length/+&";

    @TempDir
    private Path folder;

    private final int provider = ServedProgram.freePort();
    private final int console = ServedProgram.freePort();
    private final String url = "http://127.0.0.1:" + console;

    private ServedProgram program() throws IOException {
        Path secret = Files.writeString(folder.resolve("client-secret"), SECRET + "\n");
        return new ServedProgram(
                folder,
                "--admin-port=" + console,
                "--set=console.oidc.issuer=http://localhost:" + provider,
                "--set=console.oidc.clientId=" + CLIENT,
                "--set=console.oidc.clientSecretFile=" + secret,
                "--set=console.oidc.address=" + url,
                "--set=console.oidc.scopes=[openid, profile, groups]",
                "--set=console.oidc.roles.hongyan-operators.role=operator",
                "--set=console.oidc.roles.hongyan-administrators.role=administrator");
    }

    @ParameterizedTest
    @CsvSource({"en, RS256, no role in this console", "zh-CN, ES256, 在本控制台没有角色", "en, PS256, Ask an administrator"})
    void people_log_in_by_a_provider_at_another_site(String language, String algorithm, String noRole)
            throws Exception {
        Map<String, JsonNode> seen;
        try (ServedProgram program = program()) {
            program.start();
            seen = visit(language, algorithm);
        }
        seen.forEach((name, each) -> {
            assertThat(each.path("failed").asString("")).as(name).isEmpty();
            assertThat(each.path("complaints")).as(name).isEmpty();
        });
        assertThat(seen).containsKey("stale");
        assertThat(seen.get("alice").path("address").asString()).isEqualTo(url + "/console/instances?search=mqtt");
        assertThat(seen.get("alice").path("account").asString()).isEqualTo("oidc:alice");
        assertThat(seen.get("alice").path("cookies").toString()).contains("hongyan_console Strict true");
        assertThat(seen.get("again").path("account").asString()).isEqualTo("oidc:alice");
        assertThat(seen.get("known").path("account").asString()).isEqualTo("oidc:alice");
        assertThat(seen.get("mallory").path("address").asString()).contains("/console/login?sso=role");
        assertThat(seen.get("mallory").path("text").asString()).contains(noRole);
        assertThat(seen.get("cancel").path("address").asString()).contains("/console/login?sso=refused");
        assertThat(seen.get("stale").path("address").asString()).contains("/console/login?sso=expired");
        String audit = Files.readString(folder.resolve("data/audit.log"));
        assertThat(audit)
                .contains("\"who\":\"oidc:alice\"", "\"subject\":\"alice\"")
                .contains("log in to the console as oidc:mallory", "[staff]")
                .contains("the provider said access_denied: somebody pressed Cancel")
                .doesNotContain(SECRET);
    }

    private Map<String, JsonNode> visit(String language, String algorithm) throws Exception {
        Path pictures = Files.createDirectories(Path.of("target/console", language));
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("url", url);
        job.put("port", provider);
        job.put("client", CLIENT);
        job.put("secret", SECRET);
        job.put("algorithm", algorithm);
        job.put("language", language);
        job.put("folder", pictures.toAbsolutePath().toString());
        Process process = new ProcessBuilder("node", "sign-on.mjs")
                .directory(SCRIPTS.toFile())
                .redirectError(folder.resolve("provider").toFile())
                .start();
        try (var input = process.getOutputStream()) {
            input.write(JsonMapper.shared().writeValueAsBytes(job));
        }
        List<JsonNode> lines = new ArrayList<>();
        new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .forEach(line -> lines.add(JsonMapper.shared().readTree(line)));
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("provider")))
                .isZero();
        Map<String, JsonNode> seen = new LinkedHashMap<>();
        lines.forEach(line -> seen.put(line.path("name").asString(), line));
        return seen;
    }
}
