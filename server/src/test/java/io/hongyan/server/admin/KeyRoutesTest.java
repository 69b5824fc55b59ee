package io.hongyan.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.server.config.AdminRole;
import io.hongyan.server.http.Headers;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
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
    private AdminHandler handler;

    @BeforeEach
    void start() throws IOException {
        metadata.createAccessKey(new AccessKey(KEY, "a-secret", true, List.of(), List.of()));
        handler = new AdminHandler(
                List.of(new AdminHolder("admin.key", AdminRole.ADMINISTRATOR, "administrator")),
                new KeyRoutes(metadata, new SecureRandom()).routes(),
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
