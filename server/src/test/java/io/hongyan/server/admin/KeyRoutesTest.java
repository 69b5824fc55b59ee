package io.hongyan.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.cloud.secret.TemporaryKeys;
import io.hongyan.server.config.AdminRole;
import io.hongyan.server.http.Headers;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: a right is about something that exists, and who mistypes it is told.
class KeyRoutesTest {
    private static final String KEY = "AK1";

    @TempDir
    private Path folder;

    private final Metadata metadata = Metadata.open(new MemoryMetadataStore(), new SystemClock(), new Random(1));
    private final TemporaryKeys temporary =
            new TemporaryKeys(new SecretBox(new byte[32], new Random(1)), new SystemClock(), new Random(2));
    private AdminHandler handler;

    @BeforeEach
    void start() throws IOException {
        metadata.createAccessKey(new AccessKey(KEY, "a-secret", true, List.of(), List.of()));
        handler = new AdminHandler(
                List.of(new AdminHolder("admin.key", AdminRole.ADMINISTRATOR, "administrator")),
                new KeyRoutes(metadata, temporary, new SecureRandom()).routes(),
                new AuditLog(folder, new SystemClock()));
    }

    private Response allow(String action) {
        String body = "{\"rights\": [{\"effect\": \"ALLOW\", \"actions\": [\"mq:PUB\", \"" + action
                + "\"], \"instances\": [], \"topics\": [], \"groups\": []}]}";
        return handler.answer(Request.of(
                "POST",
                "/keys/" + KEY + "/rights",
                Headers.of("Authorization", "Bearer administrator"),
                body.getBytes(UTF_8),
                "from"));
    }

    @Test
    void a_temporary_key_is_made_of_one_that_is_there_for_a_time_that_is_possible() {
        Response made = temporary(KEY, "900");
        assertThat(made.status()).isEqualTo(200);
        JsonFields fields = Json.object(new String(made.body(), UTF_8));
        assertThat(temporary
                        .open(fields.text("accessKey"), fields.text("securityToken"))
                        .secret())
                .isEqualTo(fields.text("secretKey"));
        assertThat(temporary("other", "900").status()).isEqualTo(404);
        for (String seconds : List.of("899", "43201", "99999999999", "-1", "\"x\"")) {
            assertThat(temporary(KEY, seconds).status()).as(seconds).isEqualTo(400);
        }
    }

    private Response temporary(String key, String seconds) {
        return handler.answer(Request.of(
                "POST",
                "/keys/" + key + "/temporary",
                Headers.of("Authorization", "Bearer administrator"),
                ("{\"seconds\": " + seconds + "}").getBytes(UTF_8),
                "from"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mq:SUB", "mq:SendMessage", "mq:*", "mq:Query*", "mq:*CustomAuth*", "mq:Disaster*"})
    void actions_and_patterns_that_an_action_fits_are_taken(String action) {
        assertThat(allow(action).status()).isEqualTo(200);
        assertThat(metadata.snapshot()
                        .accessKey(KEY)
                        .orElseThrow()
                        .rights()
                        .getFirst()
                        .actions())
                .containsExactly("mq:PUB", action);
    }

    @ParameterizedTest
    @CsvSource({
        "mq:SendMesage, did you mean mq:SendMessage?",
        "mq:pub, did you mean mq:PUB?",
        "mq:Qeury*, those of docs/openapi.md",
        "mq:Nothing, those of docs/openapi.md"
    })
    void a_misspelt_action_is_refused_with_the_nearest(String action, String hint) {
        Response refused = allow(action);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("there is no action " + action, hint);
        assertThat(metadata.snapshot().accessKey(KEY).orElseThrow().rights()).isEmpty();
    }

    @Test
    void what_is_no_name_of_an_action_is_refused_as_before() {
        assertThat(allow("PUB").text()).contains("the pattern of an action is mq: with letters");
    }
}
