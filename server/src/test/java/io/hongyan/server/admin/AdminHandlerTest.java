package io.hongyan.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.SystemClock;
import io.hongyan.server.admin.describe.Operations;
import io.hongyan.server.config.AdminRole;
import io.hongyan.server.http.Headers;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: nobody gets in without the key, and whoever is in gets an answer that a program can read.
class AdminHandlerTest {
    private static final String KEY = "Bearer 0123456789abcdef";
    private static final String DESCRIBED = """
            GET /things | Things
              query few?: number 1..10 = 5 | At most so many
              answer things: [text]

            POST /things | Make a thing
              takes a thing
              body name: text
              answer name: text

            DELETE /things/{thing}/parts/{part} | Delete a part
            """;

    @TempDir
    private Path folder;

    private AdminHandler handler;

    @BeforeEach
    void make() {
        handler = new AdminHandler(
                List.of(new AdminHolder("admin.key", AdminRole.ADMINISTRATOR, "0123456789abcdef")),
                AdminLogin.none(),
                List.of(
                        AdminRoute.look("GET", "/things", _ -> Map.of("things", List.of("a"))),
                        AdminRoute.look("GET", "/secrets", _ -> Map.of()),
                        AdminRoute.administer(
                                "POST",
                                "/things",
                                request -> Map.of("name", request.body().text("name"))),
                        AdminRoute.operate("DELETE", "/things/{thing}/parts/{part}", request -> {
                            if (request.name("part").equals("none")) {
                                throw AdminRefusal.notFound("no such part of " + request.name("thing"));
                            }
                            throw AdminRefusal.conflict("needed");
                        })),
                () -> Operations.read(DESCRIBED),
                new AuditLog(folder, new SystemClock()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef",
                "Bearer ",
                "Bearer 0123456789abcdeX",
                "Bearer 0123456789abcdef0",
                "Basic x"
            })
    void without_the_key_there_is_no_answer(String authorization) {
        Response response = handler.answer(request("GET", "/things", authorization, ""));
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.text())
                .contains("unauthorized", authorization.isEmpty() ? "show the key: " : "the key is wrong")
                .doesNotContain("things");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer 0123456789abcdef", "BEARER  0123456789abcdef"})
    void the_scheme_is_taken_in_any_case(String authorization) {
        assertThat(handler.answer(request("GET", "/things", authorization, "")).status())
                .isEqualTo(200);
    }

    @Test
    void an_answer_is_json() {
        assertThat(ask("GET", "", "things").text()).isEqualToIgnoringWhitespace("{\"things\": [\"a\"]}");
        assertThat(ask("POST", "{\"name\":\"b\"}", "things").text()).isEqualToIgnoringWhitespace("{\"name\": \"b\"}");
    }

    @Test
    void what_does_not_exist_is_404_and_a_wrong_method_405() {
        assertThat(ask("GET", "", "other").status()).isEqualTo(404);
        assertThat(ask("GET", "", "things", "a").status()).isEqualTo(404);
        assertThat(ask("DELETE", "", "things", "", "parts", "b").status()).isEqualTo(404);
        Response response = ask("PUT", "", "things");
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.text()).contains("GET or POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"name\":1}", "[]", "{\"name\":\"b\"} x"})
    void a_body_that_does_not_fit_is_400(String body) {
        Response response = ask("POST", body, "things");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("bad-request");
    }

    @ParameterizedTest
    @CsvSource({
        "?fewe=1, there is no parameter fewe here; did you mean few?",
        "?few=11, 'few is 1 to 10, not 11'",
        "?few=many, 'few is 1 to 10, not many'",
        "?few=, ''",
        "?few=10, ''"
    })
    void a_parameter_that_is_not_described_so_is_400(String query, String why) {
        Response response = handler.answer(request("GET", "/things" + query, KEY, ""));
        assertThat(response.status()).isEqualTo(why.isEmpty() ? 200 : 400);
        assertThat(response.text()).contains(why);
    }

    @Test
    void a_field_that_is_not_described_is_400() {
        Response response = ask("POST", "{\"name\":\"b\",\"nane\":\"c\"}", "things");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("a thing has no nane; it has name");
    }

    @Test
    void a_route_that_nobody_has_described_is_a_fault_of_the_program() {
        assertThatThrownBy(() -> ask("GET", "", "secrets"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("GET /secrets is not described: write what it takes and answers");
    }

    @Test
    void a_refusal_names_its_reason() {
        Response missing = ask("DELETE", "", "things", "a/b", "parts", "none");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text()).contains("no such part of a/b");
        assertThat(ask("DELETE", "", "things", "a", "parts", "b").status()).isEqualTo(409);
    }

    private Response ask(String method, String body, String... path) {
        StringBuilder target = new StringBuilder();
        for (String part : path) {
            target.append('/').append(part.replace("/", "%2F"));
        }
        return handler.answer(request(method, target.toString(), KEY, body));
    }

    private static Request request(String method, String target, String authorization, String body) {
        return Request.of(method, target, Headers.of("Authorization", authorization), body.getBytes(UTF_8), "");
    }
}
