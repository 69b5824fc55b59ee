package io.hongyan.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.http.Headers;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsolePagesTest {
    private final ConsolePages pages = new ConsolePages();

    private Response get(String target) {
        return pages.answer(Request.of("GET", target, Headers.NONE, new byte[0], "192.0.2.1:5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/assets/..%2F..%2F..%2FConsolePages.class",
                "/console/assets/../index.html",
                "/console/assets/%2e%2e",
                "/console/assets/nothing.js"
            })
    void nothing_but_the_files_of_the_pages_is_sent(String target) {
        Response response = get(target);
        assertThat(response.status()).isIn(404, 200);
        assertThat(response.text()).doesNotContain("ConsolePages");
        if (target.contains("nothing")) {
            assertThat(response.status()).isEqualTo(404);
        }
    }

    @Test
    void only_looking_is_possible() {
        Request request = Request.of("POST", "/console/", Headers.NONE, new byte[0], "192.0.2.1:5");
        assertThat(pages.answer(request).status()).isEqualTo(405);
    }
}
