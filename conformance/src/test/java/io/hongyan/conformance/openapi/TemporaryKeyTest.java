package io.hongyan.conformance.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.conformance.ServedProgram;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Both generations of the official libraries sign with a temporary key, as with one of STS.
class TemporaryKeyTest {
    @TempDir
    private Path folder;

    @Test
    void the_official_libraries_call_with_a_temporary_key_also_after_a_restart() throws Exception {
        try (ServedProgram program = new ServedProgram(folder, "--set=api.port=auto", "--set=admin.port=auto")) {
            program.start();
            Credentials login = program.credentials();
            JsonNode key = JsonMapper.shared()
                    .readTree(
                            program.run("admin", "key", "temporary", login.accessKey(), "--seconds", "900", "--json"));
            calls(login, key);
            program.kill();
            program.start();
            calls(login, key);
        }
    }

    private void calls(Credentials login, JsonNode key) throws Exception {
        int port =
                RuntimeFile.read(folder.resolve("data")).orElseThrow().ports().get("api");
        String endpoint = "127.0.0.1:" + port;
        String id = key.path("accessKey").asString();
        String secret = key.path("secretKey").asString();
        String token = key.path("securityToken").asString();
        Map<String, String> instance = Map.of("InstanceId", login.instance());
        for (OfficialSdk sdk : new OfficialSdk[] {
            new OfficialSdk.Tea(endpoint, id, secret, token), new OfficialSdk.Core(endpoint, id, secret, token)
        }) {
            assertThat(sdk.call("ListGroupId", "POST", false, instance).status())
                    .isEqualTo(200);
        }
        assertThat(new OfficialSdk.Tea(endpoint, id, secret, token.substring(4))
                        .call("ListGroupId", "POST", false, instance)
                        .text("Code"))
                .isEqualTo("CheckAccountInfoFailed");
    }
}
