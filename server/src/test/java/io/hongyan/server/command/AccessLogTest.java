package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: HTTP requests are logged where that is asked for, without secrets, and the library says nothing by itself.
class AccessLogTest {
    @TempDir
    private Path folder;

    private static void get(ServeProcess server, String target) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.ports().get("metrics") + target);
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
        }
    }

    @Test
    void a_request_is_one_line_without_the_values_of_its_query() throws Exception {
        try (ServeProcess server =
                ServeProcess.start(folder, 1000, "--set", "log.http=on", "--set", "log.level=warn")) {
            get(server, "/none%0a?token=secret");
            await().atMost(Duration.ofSeconds(30)).until(() -> server.errors().contains("/none"));
            assertThat(server.errors().lines().filter(line -> line.contains("/none")))
                    .singleElement()
                    .asString()
                    .containsPattern("access: 127\\.0\\.0\\.1:\\d+ GET /none%0a\\?\\.\\.\\. 404 \\d+ bytes \\d+ ms$")
                    .doesNotContain("secret");
        }
    }

    @Test
    void without_the_key_nothing_is_logged_of_requests_and_never_a_line_of_the_library() throws Exception {
        String log;
        try (ServeProcess server = ServeProcess.start(folder, 1000, "--set", "log.level=trace")) {
            get(server, "/health");
            log = server.errors();
        }
        assertThat(log).doesNotContain("/health").doesNotContainIgnoringCase("jetty");
    }
}
