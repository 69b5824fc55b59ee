package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: who is logged in may do what the account's role says, in the instances that it sees, and nothing else.
class ConsoleRolesTest extends ConsoleStage {
    @ParameterizedTest
    @CsvSource({
        "viewer, POST, /reload, 403",
        "viewer, GET, /status, 200",
        "operator, POST, /reload, 200",
        "operator, POST, /instances, 403",
        "viewer, GET, /accounts, 403",
        "operator, GET, /accounts, 403"
    })
    void a_role_may_do_what_the_key_of_that_role_may(String role, String method, String path, int status)
            throws Exception {
        Browser browser = browser(administrator(), "somebody-else", role, List.of());
        assertThat(browser.status(method, path, "{}")).isEqualTo(status);
    }

    @Test
    void an_account_of_few_instances_sees_no_other_and_nothing_of_the_service() throws Exception {
        Browser administrator = administrator();
        assertThat(administrator.status("POST", "/instances", "{\"id\":\"mqtt-second\"}"))
                .isEqualTo(200);
        Browser narrowed = browser(administrator, "tenant", "administrator", List.of("mqtt-second"));

        HttpResponse<String> list = narrowed.send("GET", "/instances", "");
        assertThat(Json.object(list.body()).objects("instances"))
                .extracting(each -> each.text("id"))
                .containsExactly("mqtt-second");
        assertThat(narrowed.status("POST", "/instances/mqtt-second/topics", "{\"name\":\"meters\"}"))
                .isEqualTo(200);
        String other = Json.object(administrator.send("GET", "/instances", "").body()).objects("instances").stream()
                .map(each -> each.text("id"))
                .filter(id -> !id.equals("mqtt-second"))
                .findFirst()
                .orElseThrow();
        assertThat(narrowed.status("GET", "/instances/" + other + "/topics", ""))
                .isEqualTo(403);
        assertThat(narrowed.status("GET", "/status", "")).isEqualTo(403);
        assertThat(narrowed.status("POST", "/instances", "{\"id\":\"mqtt-third\"}"))
                .isEqualTo(403);
        assertThat(narrowed.status("GET", "/accounts", "")).isEqualTo(403);
    }

    /// Those of all paths for which a role is needed: a login needs none.
    private static List<String> ofRoles(JsonFields paths) {
        return paths.names().stream()
                .filter(path -> !path.startsWith("/session"))
                .toList();
    }

    /// Each path with something in place of its names that is nowhere.
    private static String somewhere(String path) {
        return path.replaceAll("\\{[a-z]+}", "nowhere");
    }

    @Test
    void no_role_may_do_what_needs_a_higher_one_whatever_the_route() throws Exception {
        Browser administrator = administrator();
        Browser viewer = browser(administrator, "a-viewer", "viewer", List.of());
        Browser operator = browser(administrator, "an-operator", "operator", List.of());
        JsonFields paths =
                Json.object(viewer.send("GET", "/openapi.json", "").body()).object("paths");
        int refused = 0;
        for (String path : ofRoles(paths)) {
            for (String method : paths.object(path).names()) {
                String role = paths.object(path).object(method).text("x-hongyan-role");
                String upper = method.toUpperCase(Locale.ROOT);
                if (!role.equals("viewer")) {
                    assertThat(viewer.status(upper, somewhere(path), "{}"))
                            .as(upper + path)
                            .isEqualTo(403);
                    refused++;
                }
                if (role.equals("administrator")) {
                    assertThat(operator.status(upper, somewhere(path), "{}"))
                            .as(upper + path)
                            .isEqualTo(403);
                }
                if (!upper.equals("GET") && !path.endsWith("/tokens/query")) {
                    assertThat(role).as(upper + path).isNotEqualTo("viewer");
                }
            }
        }
        assertThat(refused).isGreaterThan(60);
    }

    @Test
    void an_account_of_one_instance_is_refused_on_every_route_to_another_and_to_the_service() throws Exception {
        Browser narrowed = browser(administrator(), "tenant", "administrator", List.of("mqtt-mine"));
        JsonFields paths =
                Json.object(narrowed.send("GET", "/openapi.json", "").body()).object("paths");
        for (String path : ofRoles(paths)) {
            for (String method : paths.object(path).names()) {
                int status = narrowed.status(method.toUpperCase(Locale.ROOT), somewhere(path), "{}");
                boolean harmless = List.of("/instances", "/openapi.json").contains(path) && method.equals("get");
                assertThat(status).as(method + path).isEqualTo(harmless ? 200 : 403);
            }
        }
    }

    @Test
    void the_description_names_each_operation_by_a_sentence_and_those_that_only_look_answer() throws Exception {
        Browser browser = administrator();
        JsonFields paths =
                Json.object(browser.send("GET", "/openapi.json", "").body()).object("paths");
        for (String path : paths.names()) {
            for (String method : paths.object(path).names()) {
                JsonFields operation = paths.object(path).object(method);
                assertThat(operation.text("summary")).as("%s %s", method, path).doesNotContain("/");
                if (method.equals("get") && !path.contains("{") && !path.equals("/live")) {
                    assertThat(browser.send("GET", path, "").statusCode())
                            .as(path)
                            .isEqualTo(200);
                }
            }
        }
    }
}
